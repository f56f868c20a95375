// Made by make gen from openapi.json: do not change it by hand.
export interface paths {
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is set for the whole program */
        get: operations["get-account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what is set for the whole program */
        patch: operations["patch-account"];
        trace?: never;
    };
    "/api/v1/ads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ads that have led somebody here */
        get: operations["get-ads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys for programs */
        get: operations["get-api-keys"];
        put?: never;
        /** Make a key; it is shown once */
        post: operations["post-api-keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a key */
        delete: operations["delete-api-keys-id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what */
        get: operations["get-audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in; sets the cookies of a session */
        post: operations["post-auth-login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session */
        post: operations["post-auth-logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a new access cookie */
        post: operations["post-auth-refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List numbers */
        get: operations["get-channels"];
        put?: never;
        /** Connect a WhatsApp number; check tells what is still missing */
        post: operations["post-channels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One number */
        get: operations["get-channels-id"];
        put?: never;
        post?: never;
        /** Disconnect a number; what was said stays */
        delete: operations["delete-channels-id"];
        options?: never;
        head?: never;
        /** Change a number or its secrets */
        patch: operations["patch-channels-id"];
        trace?: never;
    };
    "/api/v1/channels/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask Meta what is still missing; subscribes the account */
        post: operations["post-channels-id-check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/templates/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Read the templates of a number from Meta now */
        post: operations["post-channels-id-templates-sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/test-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test message to your own phone */
        post: operations["post-channels-id-test-message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{id}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the first message since then has come */
        get: operations["get-channels-id-trace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every code that may appear in answers */
        get: operations["get-codes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contact-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fields of contacts */
        get: operations["get-contact-fields"];
        put?: never;
        /** Add a field */
        post: operations["post-contact-fields"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contact-fields/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a field */
        delete: operations["delete-contact-fields-key"];
        options?: never;
        head?: never;
        /** Change label or type of a field */
        patch: operations["patch-contact-fields-key"];
        trace?: never;
    };
    "/api/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List contacts, the newest first */
        get: operations["get-contacts"];
        put?: never;
        /** Add a contact, or update the one with this number */
        post: operations["post-contacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One contact */
        get: operations["get-contacts-id"];
        put?: never;
        post?: never;
        /** Delete a contact with everything that was said */
        delete: operations["delete-contacts-id"];
        options?: never;
        head?: never;
        /** Change a contact */
        patch: operations["patch-contacts-id"];
        trace?: never;
    };
    "/api/v1/contacts/{id}/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Threads of the contact */
        get: operations["get-contacts-id-conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/contacts/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flows that the contact was in */
        get: operations["get-contacts-id-runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List threads: yours that are open, then new ones, then the others; the last active first */
        get: operations["get-conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One thread */
        get: operations["get-conversations-id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the status of a thread, or give it to somebody */
        patch: operations["patch-conversations-id"];
        trace?: never;
    };
    "/api/v1/conversations/{id}/give-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let flows answer here again */
        post: operations["post-conversations-id-give-back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages of a thread, oldest first; before pages backwards */
        get: operations["get-conversations-id-messages"];
        put?: never;
        /** Write to the contact */
        post: operations["post-conversations-id-messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark everything as read */
        post: operations["post-conversations-id-read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{id}/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Silence the flows here and take the thread */
        post: operations["post-conversations-id-take-over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks that could not be read */
        get: operations["get-deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The demo phone of this browser */
        get: operations["get-demo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write from the demo phone */
        post: operations["post-demo-messages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget what was said on the demo phone */
        post: operations["post-demo-reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flow-schema.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** JSON Schema of a flow file */
        get: operations["get-flow-schema.json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List flows */
        get: operations["get-flows"];
        put?: never;
        /** Make a flow, empty, from an example or from a document */
        post: operations["post-flows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a flow from an exported file or a bare document */
        post: operations["post-flows-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/pause-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause every live flow */
        post: operations["post-flows-pause-all"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/resume-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let every paused flow go on */
        post: operations["post-flows-resume-all"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One flow */
        get: operations["get-flows-id"];
        put?: never;
        post?: never;
        /** Delete a flow with its versions and history */
        delete: operations["delete-flows-id"];
        options?: never;
        head?: never;
        /** Rename a flow, or change its labels */
        patch: operations["patch-flows-id"];
        trace?: never;
    };
    "/api/v1/flows/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a flow out of use */
        post: operations["post-flows-id-archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find what stands against publishing */
        post: operations["post-flows-id-check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What differs between two versions */
        get: operations["get-flows-id-diff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The editable document */
        get: operations["get-flows-id-draft"];
        /** Save the document that is based on the revision in If-Match */
        put: operations["put-flows-id-draft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a flow with the same draft */
        post: operations["post-flows-id-duplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The draft, or a version, as a file; equal flows have equal bytes */
        get: operations["get-flows-id-export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Links with which anybody may try the draft */
        get: operations["get-flows-id-links"];
        put?: never;
        /** Make a link with which anybody may try the draft, without signing in */
        post: operations["post-flows-id-links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/links/{link}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraw a link: it ends at once */
        delete: operations["delete-flows-id-links-link"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause: nobody enters, and who is inside stands still */
        post: operations["post-flows-id-pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Contacts in a flow, now or before */
        get: operations["get-flows-id-people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/people/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End, let go on or move contacts in a flow */
        post: operations["post-flows-id-people-change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish the draft as the next version */
        post: operations["post-flows-id-publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/publish-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What publishing the draft would mean */
        get: operations["get-flows-id-publish-preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the draft would do with what people wrote before; sends nothing */
        post: operations["post-flows-id-replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a paused flow go on */
        post: operations["post-flows-id-resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a flow for contacts, creating or updating them */
        post: operations["post-flows-id-run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Play one turn of a test conversation; writes nothing */
        post: operations["post-flows-id-simulate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/steps/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many contacts stand at each step */
        get: operations["get-flows-id-steps-counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/steps/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What contacts did at each step */
        get: operations["get-flows-id-steps-stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of the contacts of a flow */
        get: operations["get-flows-id-summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/tests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Conversations that the flow must be able to hold */
        get: operations["get-flows-id-tests"];
        put?: never;
        /** Save a conversation as a test: a script, or a real one by the id of its run */
        post: operations["post-flows-id-tests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/tests/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Play all saved tests on the draft */
        post: operations["post-flows-id-tests-run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/tests/{test}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a test */
        delete: operations["delete-flows-id-tests-test"];
        options?: never;
        head?: never;
        /** Rename a test or change its conversation */
        patch: operations["patch-flows-id-tests-test"];
        trace?: never;
    };
    "/api/v1/flows/{id}/tests/{test}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Play one saved test on the draft */
        post: operations["post-flows-id-tests-test-run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Trials of the draft that have not ended */
        get: operations["get-flows-id-trials"];
        put?: never;
        /** Freeze the draft and make a code: whoever writes it to the number talks to the draft for 30 minutes */
        post: operations["post-flows-id-trials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/trials/{trial}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One trial */
        get: operations["get-flows-id-trials-trial"];
        put?: never;
        post?: never;
        /** End a trial now */
        delete: operations["delete-flows-id-trials-trial"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/trials/{trial}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Freeze the newest draft: the next start uses it */
        post: operations["post-flows-id-trials-trial-refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/try-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make the call of a step once, for real, with given values */
        post: operations["post-flows-id-try-call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/try-condition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compare the rows of a condition with given values; writes nothing */
        post: operations["post-flows-id-try-condition"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/try-expression": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fill a text in with given values; writes nothing */
        post: operations["post-flows-id-try-expression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/unarchive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring an archived flow back */
        post: operations["post-flows-id-unarchive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Published versions, the newest first */
        get: operations["get-flows-id-versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/versions/{number}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The document of a version */
        get: operations["get-flows-id-versions-number-document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/versions/{number}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Publish an older version as the next one */
        post: operations["post-flows-id-versions-number-restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a flow tells what happens in it */
        get: operations["get-flows-id-webhook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/webhook/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was told, the latest first */
        get: operations["get-flows-id-webhook-deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/webhook/deliveries/{delivery}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell an event again, with the id it had */
        post: operations["post-flows-id-webhook-deliveries-delivery-replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/webhook/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a new secret; the one before signs too for a day */
        post: operations["post-flows-id-webhook-rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/flows/{id}/webhook/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test event now, once */
        post: operations["post-flows-id-webhook-test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Work that was given up */
        get: operations["get-jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try work again */
        post: operations["post-jobs-id-retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["get-me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change name, language, theme or password */
        patch: operations["patch-me"];
        trace?: never;
    };
    "/api/v1/messages/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a failed message again */
        post: operations["post-messages-id-retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One contact's way through a flow */
        get: operations["get-runs-id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a contact out of a flow */
        post: operations["post-runs-id-cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The document that a run goes through */
        get: operations["get-runs-id-document"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened in a run */
        get: operations["get-runs-id-events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your sign-ins */
        get: operations["get-sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sign-ins */
        delete: operations["delete-sessions-id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the first owner is missing */
        get: operations["get-setup"];
        put?: never;
        /** Create the first owner with the token of the setup link */
        post: operations["post-setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shared/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a link leads to */
        get: operations["get-shared-token"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shared/{token}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Play what a visitor did so far on the draft; writes and calls nothing */
        post: operations["post-shared-token-simulate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/step-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Kinds of steps and triggers with their forms */
        get: operations["get-step-kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tags, in use or not */
        get: operations["get-tags"];
        put?: never;
        /** Add a tag */
        post: operations["post-tags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a tag away from everybody */
        delete: operations["delete-tags-id"];
        options?: never;
        head?: never;
        /** Rename or colour a tag, wherever it is in use */
        patch: operations["patch-tags-id"];
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Templates that Meta approved, or not yet */
        get: operations["get-templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People of the team, to give conversations to */
        get: operations["get-users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccountPatch: {
            /** @description Of the languages that are named; the others stay */
            consent_words?: {
                [key: string]: components["schemas"]["AuthConsentWords"];
            };
            country?: string;
            /** @description A schedule {days:{mon:[{from,to}]}, holidays:[]}; null: always open */
            hours?: unknown;
            /** Format: int64 */
            human_silence_minutes?: number;
            language?: string;
            name?: string;
            start_words?: string[];
            stop_words?: string[];
            time_zone?: string;
        };
        AccountView: {
            /** @description Words of STOP and START by language */
            consent_words: {
                [key: string]: components["schemas"]["AuthConsentWords"];
            };
            country: string;
            /** @description Working hours; null: always open */
            hours: components["schemas"]["HoursSchedule"];
            /**
             * Format: int64
             * @description How long flows are silent after a person wrote; 0: until the conversation is given back (12 hours when it was on the phone)
             */
            human_silence_minutes: number;
            language: string;
            name: string;
            start_words: string[] | null;
            /** @description Beside those of the languages */
            stop_words: string[] | null;
            time_zone: string;
        };
        AdView: {
            body: string;
            headline: string;
            image_url: string;
            /** Format: date-time */
            last_seen: string;
            /**
             * Format: int64
             * @description How often somebody came by it
             */
            seen: number;
            source_id: string;
            /** @description ad or post */
            source_type: string;
            source_url: string;
        };
        AuditView: {
            action: string;
            /** Format: date-time */
            at: string;
            detail: unknown;
            /** Format: int64 */
            id: number;
            principal: string;
            subject: string;
        };
        AuthConsentWords: {
            start: string[] | null;
            stop: string[] | null;
        };
        "BodyContent \"json:\\\"content\\\"\" }Body": {
            content: components["schemas"]["MessageContent"];
        };
        "BodyMergeHow \"json:\\\"mergeOmitempty\\\"\" }Body": {
            email?: string;
            fields?: {
                [key: string]: unknown;
            };
            first_name?: string;
            id?: string;
            language?: string;
            last_name?: string;
            merge?: components["schemas"]["MergeHow"];
            /** @description Instead of first and last name */
            name?: string;
            /** @description International notation, or that of the account's country */
            phone?: string;
            tags?: string[];
            url?: string;
            /** @description WhatsApp's id of somebody without a visible number */
            user_id?: string;
            /** @description The number as WhatsApp writes it */
            wa_id?: string;
        };
        "BodyRawMessage \"json:\\\"document\\\"\" }Body": {
            document: unknown;
        };
        "BodyRole \"json:\\\"roleOmitempty\\\"\" }Body": {
            name: string;
            role?: string;
        };
        "BodyStruct { Email string \"json:\\\"email\\\"\"; Password string \"json:\\\"password\\\"\" }Body": {
            email: string;
            password: string;
        };
        "BodyStruct { Name String \"json:\\\"nameOmitempty\\\" maxLength:\\\"100\\\"\"; Language String \"json:\\\"languageOmitempty\\\" enum:\\\"enIt\\\"\"; Theme String \"json:\\\"themeOmitempty\\\" enum:\\\"lightDarkAuto\\\"\"; Password String \"json:\\\"passwordOmitempty\\\"\"; CurrentPassword String \"json:\\\"current_passwordOmitempty\\\"\" }Body": {
            current_password?: string;
            /** @enum {string} */
            language?: "en" | "it";
            name?: string;
            password?: string;
            /** @enum {string} */
            theme?: "light" | "dark" | "auto";
        };
        "BodyStruct { Scope string \"json:\\\"scopeOmitempty\\\" enum:\\\"contactConversation\\\" default:\\\"contact\\\"\"; Name string \"json:\\\"name\\\"\"; Color string \"json:\\\"colorOmitempty\\\"\" }Body": {
            color?: string;
            name: string;
            /**
             * @default contact
             * @enum {string}
             */
            scope: "contact" | "conversation";
        };
        "BodyTime \"json:\\\"synced_at\\\"\" }Body": {
            /** Format: int64 */
            count: number;
            /** Format: date-time */
            synced_at: string;
        };
        ChannelBody: {
            access_token?: string;
            app_id?: string;
            app_secret?: string;
            /** @description The coming secret while it is being changed at Meta; empty removes it */
            app_secret_next?: string;
            /** @description Working hours of this number; null: as the account */
            hours?: unknown;
            name?: string;
            phone_number_id?: string;
            /** @description Make the coming secret the present one */
            promote_secret?: boolean;
            waba_id?: string;
        };
        ChannelRef: {
            id: string;
            kind: string;
            name: string;
        };
        ChannelView: {
            app_id: string;
            callback_url: string;
            /** Format: date-time */
            created_at: string;
            /** @description People that may be written to first in a day, as Meta told */
            daily_limit: string;
            display_phone: string;
            has_next_secret: boolean;
            has_secret: boolean;
            has_token: boolean;
            /** @description Working hours of this number; null: as the account */
            hours: components["schemas"]["HoursSchedule"];
            id: string;
            /** @enum {string} */
            kind: "whatsapp" | "demo";
            /** Format: date-time */
            last_signed_at: string | null;
            live_flows: components["schemas"]["Ref"][] | null;
            name: string;
            phone_number_id: string;
            problems: components["schemas"]["Problem1"][] | null;
            /** @description GREEN, YELLOW or RED, as Meta told; empty: not known */
            quality: string;
            /** @enum {string} */
            state: "connected" | "problem" | "new";
            /**
             * Format: date-time
             * @description When all templates were read last
             */
            templates_at: string | null;
            templates_error: string;
            verify_token: string;
            waba_id: string;
        };
        Check: {
            code?: string;
            /** @enum {string} */
            id: "token" | "number" | "waba" | "secret" | "app_mode" | "subscription" | "callback" | "signed_message" | "recipient";
            params?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            state: "ok" | "problem" | "waiting" | "skipped";
        };
        Checked: {
            checks: components["schemas"]["Check"][] | null;
        };
        Codes: {
            /** @description Why a call of a step failed */
            calls: string[] | null;
            /** @description What the check of a number may say */
            checks: string[] | null;
            errors: string[] | null;
            /** @description Why an expression cannot be read or worked out */
            expressions: string[] | null;
            fields: string[] | null;
            issues: string[] | null;
            /** @description Of a value in an expression */
            kinds: string[] | null;
            /** @description Of problem events of a run, and of inputs that it ignored */
            problems: string[] | null;
            /** @description What an inbound message did */
            reasons: string[] | null;
            /** @description Why an answer was not taken */
            refusals: string[] | null;
            /** @description Why a message was not sent, beside Meta's numbers */
            sends: string[] | null;
        };
        ContactView: {
            /** Format: date-time */
            created_at: string;
            email: string;
            fields: {
                [key: string]: unknown;
            };
            first_name: string;
            id: string;
            language: string;
            /** Format: date-time */
            last_message_at: string | null;
            last_name: string;
            name: string;
            opted_out: boolean;
            phone: string;
            /** @description The ad or post that led the contact here last */
            referral?: unknown;
            source: string;
            tags: string[] | null;
            url: string;
        };
        ConversationView: {
            assignee: components["schemas"]["Ref"];
            /** @enum {string} */
            bot: "on" | "silenced";
            channel: components["schemas"]["ChannelRef"];
            contact: components["schemas"]["PersonRef"];
            id: string;
            last_message: components["schemas"]["LastOne"];
            run?: components["schemas"]["ThreadsRun"];
            /**
             * Format: date-time
             * @description Missing: until it is given back
             */
            silenced_until?: string;
            /** @enum {string} */
            status: "new" | "in_progress" | "closed" | "flow";
            /** Format: int64 */
            unread: number;
            /**
             * Format: date-time
             * @description Until then anything may be sent; missing: only templates
             */
            window_until?: string;
        };
        Counted: {
            /** Format: int64 */
            count: number;
        };
        DeliveryView: {
            /** Format: date-time */
            at: string;
            body: string;
            error: string;
            /** Format: int64 */
            id: number;
        };
        DemoView: {
            channel_id: string;
            contact_id: string;
            conversation_id: string;
            messages: components["schemas"]["MessageView"][] | null;
        };
        DocumentOut: {
            document: unknown;
        };
        FaultField: {
            code: string;
            message: string;
            params?: {
                [key: string]: unknown;
            };
            path: string;
        };
        FieldView: {
            /**
             * Format: int64
             * @description Contacts that have a value
             */
            readonly count?: number;
            key: string;
            label: string;
            /** @enum {string} */
            type: "text" | "number" | "boolean" | "date" | "datetime" | "list" | "url" | "email";
        };
        FlowChange: {
            after?: unknown;
            before?: unknown;
            field?: string;
            kind: string;
            name?: string;
            step?: string;
        };
        FlowIssue: {
            code: string;
            field?: string;
            params?: {
                [key: string]: string;
            };
            path: string;
            severity: string;
            step?: string;
        };
        FlowsAuthor: {
            id: string;
            name: string;
        };
        FlowsCallAnswer: {
            /** @description What was noticed while the request was made */
            problems: components["schemas"]["FlowsTrouble"][] | null;
            /** @description Without it nothing was sent, and problems say why */
            request?: components["schemas"]["RunHTTPRequest"];
            result?: components["schemas"]["RunEffectResult"];
        };
        FlowsCallTry: {
            /** @description As it is drawn now, saved or not */
            config: unknown;
            /** @description Kind of the step */
            kind: string;
            language?: string;
            /** @description What its variables hold, by path: contact.first_name, step.order.value, var.total */
            values?: {
                [key: string]: unknown;
            };
        };
        FlowsChecked: {
            clashes: components["schemas"]["FlowsClash"][] | null;
            issues: components["schemas"]["FlowIssue"][] | null;
        };
        FlowsClash: {
            /** @enum {string} */
            code: "both_any" | "same_keyword" | "same_pattern" | "same_ad" | "both_any_ad" | "same_kind" | "both_first" | "both_silence" | "same_payload";
            flow_id: string;
            flow_name: string;
            /** @description Id of the trigger in this flow */
            trigger: string;
            /** @description The word or ad that both have */
            word?: string;
        };
        FlowsConditionAnswer: {
            /** @description Id of a path, or else */
            exit: string;
            paths: components["schemas"]["FlowsConditionOutcome"][] | null;
        };
        FlowsConditionOutcome: {
            /** @description Why it cannot be told: the step leaves by Otherwise */
            error?: components["schemas"]["FlowsTrouble"];
            groups: (components["schemas"]["FlowsRowOutcome"][] | null)[] | null;
            holds: boolean;
            id: string;
        };
        FlowsConditionTry: {
            language?: string;
            /** @description As a condition step has them, saved or not */
            paths: unknown;
            /** @description Of a test conversation: what is known there holds, instead of values */
            state?: unknown;
            /** @description What its variables hold, by path */
            values?: {
                [key: string]: unknown;
            };
        };
        FlowsDay: {
            /** Format: int64 */
            canceled: number;
            /** Format: int64 */
            completed: number;
            /** Format: int64 */
            contacts: number;
            /** @description YYYY-MM-DD in the account's time zone */
            day: string;
            /** Format: int64 */
            expired: number;
            /** Format: int64 */
            failed: number;
        };
        FlowsDraft: {
            document: unknown;
            issues: components["schemas"]["FlowIssue"][] | null;
            /** Format: int64 */
            revision: number;
        };
        FlowsExpressionAnswer: {
            /**
             * Format: int64
             * @description Where in the text the error is, in UTF-16 units; -1: not known
             */
            at?: number;
            /** @description Why it cannot be read: a code with parameters, of them why in English */
            error?: components["schemas"]["FlowsTrouble"];
            problems: components["schemas"]["FlowsTrouble"][] | null;
            text: string;
            /**
             * @description Of the value, when the text is one expression
             * @enum {string}
             */
            type: "text" | "number" | "boolean" | "list" | "object" | "date" | "nothing";
        };
        FlowsExpressionTry: {
            language?: string;
            text: string;
            /** @description What its variables hold, by path */
            values?: {
                [key: string]: unknown;
            };
        };
        FlowsFlow: {
            /**
             * Format: int64
             * @description Differences between draft and published version, layout aside
             */
            changes: number;
            /** @description Ids of the numbers it answers on */
            channels: string[] | null;
            /** Format: date-time */
            created_at: string;
            id: string;
            /** @description Words that the team sorts its flows by */
            labels: string[] | null;
            language: string;
            name: string;
            /**
             * Format: int64
             * @description Contacts in this flow now
             */
            people: number;
            /**
             * Format: int64
             * @description Of the draft; goes up with each save
             */
            revision: number;
            /** @enum {string} */
            state: "draft" | "live" | "paused" | "archived";
            triggers: components["schemas"]["FlowsTrigger"][] | null;
            /** Format: date-time */
            updated_at: string;
            /** @description The published version, if any */
            version: components["schemas"]["FlowsLive"];
        };
        FlowsLink: {
            /** @description Who made it; null: a program */
            author: components["schemas"]["FlowsAuthor"];
            /** Format: date-time */
            created_at: string;
            id: string;
            /** Format: date-time */
            until: string;
            /** @description Whoever has it can try the draft, without signing in */
            url: string;
        };
        FlowsLive: {
            author: components["schemas"]["FlowsAuthor"];
            id: string;
            name: string;
            /** Format: int64 */
            number: number;
            /** Format: date-time */
            published_at: string;
        };
        FlowsPlayed: {
            /** Format: date-time */
            at: string;
            /** @description A code: the conversation could not go on */
            error?: string;
            passed: boolean;
            turns: components["schemas"]["FlowsPlayedTurn"][] | null;
        };
        FlowsPlayedTurn: {
            expect: components["schemas"]["FlowsSaid"][] | null;
            got: components["schemas"]["FlowsSaid"][] | null;
            /** @description What the person wrote or tapped */
            heard?: components["schemas"]["FlowsSaid"][] | null;
            /** @description What happened: as in the input of a turn */
            kind?: string;
            passed: boolean;
            status: string;
        };
        FlowsPreview: {
            clashes: components["schemas"]["FlowsClash"][] | null;
            /** @description From the published version to the draft */
            diff: components["schemas"]["FlowChange"][] | null;
            issues: components["schemas"]["FlowIssue"][] | null;
            /** Format: int64 */
            revision: number;
            /**
             * Format: int64
             * @description Saved tests that must pass
             */
            tests: number;
            /** @description People in the flow, by the step where they stand */
            waiting: components["schemas"]["FlowsWaitingAt"][] | null;
        };
        FlowsReplayed: {
            contact: string;
            contact_id: string;
            /** @description A code: the draft could not take the inputs to the end */
            error?: string;
            run_id: string;
            same: boolean;
            /** @description expect: what was said; got: what the draft says */
            turns: components["schemas"]["FlowsPlayedTurn"][] | null;
            /** Format: int64 */
            version: number;
        };
        FlowsRowOutcome: {
            /** @description Why it cannot be compared */
            error?: components["schemas"]["FlowsTrouble"];
            holds: boolean;
            left: string;
            right: string;
            right2: string;
        };
        FlowsSaid: {
            options?: string[] | null;
            text: string;
            type: string;
        };
        FlowsSaved: {
            /** Format: int64 */
            changes: number;
            issues: components["schemas"]["FlowIssue"][] | null;
            /** Format: int64 */
            revision: number;
        };
        FlowsScript: {
            /** @description Who is talking */
            contact?: components["schemas"]["RunContact"];
            /**
             * Format: date-time
             * @description When it begins; without it now
             */
            now?: string;
            /** @enum {string} */
            template_problem?: "template_missing" | "template_not_approved" | "template_paused";
            turns: components["schemas"]["FlowsScriptTurn"][] | null;
            variables?: unknown;
            /** @enum {string} */
            window?: "open" | "closed";
        };
        FlowsScriptTurn: {
            /** @description The messages that the person must get */
            expect: components["schemas"]["FlowsSaid"][] | null;
            input: components["schemas"]["FlowsTurnInput"];
            /**
             * Format: date-time
             * @description The clock is moved on to this first
             */
            now?: string;
            /** @description Where the run must stand afterwards */
            status?: string;
            /** @enum {string} */
            template_problem?: "template_missing" | "template_not_approved" | "template_paused";
            /**
             * @description In this turn, instead of the conversation's
             * @enum {string}
             */
            window?: "open" | "closed";
        };
        FlowsShared: {
            /** @description Of the account, as customers know it; empty when it has none */
            business: string;
            /** @description Of the flow */
            language: string;
            /** @description Of the flow */
            name: string;
            /**
             * Format: date-time
             * @description When the link ends
             */
            until: string;
        };
        FlowsStepNumbers: {
            /** @description Their way ended here: completed, expired, canceled or failed */
            ended: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description How often somebody came to it
             */
            entered: number;
            /**
             * Format: int64
             * @description Went on by Go to, or to another flow for good
             */
            jumped: number;
            /** @description By the id of the path */
            left: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Went on in another version
             */
            moved: number;
            step: string;
            /**
             * Format: int64
             * @description Stand there now
             */
            waiting: number;
        };
        FlowsStepStats: {
            /**
             * Format: int64
             * @description How often another flow came in
             */
            called: number;
            /**
             * Format: int64
             * @description Came in by a trigger, by hand or by the API
             */
            contacts: number;
            items: components["schemas"]["FlowsStepNumbers"][] | null;
            /**
             * Format: int64
             * @description Turns that are not counted yet; 0: the numbers are complete
             */
            uncounted: number;
        };
        FlowsSummary: {
            /**
             * Format: int64
             * @description From the start to the end, of those who completed; null when nobody has
             */
            average_seconds: number | null;
            /**
             * Format: int64
             * @description How often another flow came into this one
             */
            called: number;
            /** Format: int64 */
            canceled: number;
            /** Format: int64 */
            completed: number;
            /** Format: int64 */
            contacts: number;
            /** @description Days on which nobody came are left out */
            days: components["schemas"]["FlowsDay"][] | null;
            /** Format: int64 */
            expired: number;
            /** Format: int64 */
            failed: number;
            /**
             * Format: int64
             * @description Half of them took less; two digits are exact
             */
            median_seconds: number | null;
            /** Format: int64 */
            ongoing: number;
            /**
             * Format: int64
             * @description Turns that are not counted yet; 0: the numbers are complete
             */
            uncounted: number;
            /** @description Newest first; who moved on counts where they are now */
            versions: components["schemas"]["FlowsVersionNumbers"][] | null;
        };
        FlowsTest: {
            /** Format: date-time */
            created_at: string;
            id: string;
            last: components["schemas"]["FlowsPlayed"];
            name: string;
            script: components["schemas"]["FlowsScript"];
            /** Format: date-time */
            updated_at: string;
        };
        FlowsTrigger: {
            config: unknown;
            id: string;
            kind: string;
        };
        FlowsTrouble: {
            code: string;
            params?: {
                [key: string]: string;
            };
        };
        FlowsTurn: {
            /** @description Who is talking, for a new conversation */
            contact?: components["schemas"]["RunContact"];
            /** @description What to test; without it the draft */
            document?: unknown;
            /** @description Without it the flow is started */
            input?: components["schemas"]["FlowsTurnInput"];
            language?: string;
            /**
             * Format: date-time
             * @description The clock: of a new conversation, or moved on to
             */
            now?: string;
            /** @description As the turn before gave it; without it a new conversation */
            state?: unknown;
            /** @enum {string} */
            template_problem?: "template_missing" | "template_not_approved" | "template_paused";
            /** @description Execution variables, for a new conversation */
            variables?: unknown;
            /**
             * @description The 24 hours of WhatsApp; without it they run by the clock
             * @enum {string}
             */
            window?: "open" | "closed";
        };
        FlowsTurnInput: {
            /**
             * @description What to do about a call
             * @enum {string}
             */
            choice?: "real" | "sample" | "fail";
            /** @description What the person writes or taps */
            content?: components["schemas"]["MessageContent"];
            /**
             * @description time: the wait is over; clock: now has come, and what was due until then happens; again: WhatsApp delivers the last message once more; jump: on at a step
             * @enum {string}
             */
            kind: "start" | "message" | "time" | "effect" | "clock" | "again" | "jump";
            /** @description Further messages in the same breath */
            more?: components["schemas"]["MessageContent"][] | null;
            /** @description The sample answer of a call */
            result?: components["schemas"]["RunEffectResult"];
            /** @description Where a jump leads */
            step?: string;
            /** @description Id of the trigger that starts the flow */
            trigger?: string;
            /** @description WhatsApp delivers the message a second time */
            twice?: boolean;
        };
        FlowsTurnResult: {
            /** Format: date-time */
            clock: string;
            contact: components["schemas"]["RunContact"];
            events: components["schemas"]["RunEvent"][] | null;
            issues: components["schemas"]["FlowIssue"][] | null;
            messages: components["schemas"]["MessageContent"][] | null;
            pending_effect?: components["schemas"]["RunEffect"];
            state: unknown;
            status: string;
            step: string;
            variables: {
                [key: string]: unknown;
            };
            wait?: components["schemas"]["RunWait"];
        };
        FlowsVersion: {
            author: components["schemas"]["FlowsAuthor"];
            checksum: string;
            /**
             * Format: int64
             * @description Contacts that ever entered it
             */
            entered: number;
            id: string;
            is_live: boolean;
            name: string;
            note: string;
            /** Format: int64 */
            number: number;
            /**
             * Format: int64
             * @description Contacts in this version now
             */
            people: number;
            /** Format: date-time */
            published_at: string;
        };
        FlowsVersionNumbers: {
            /**
             * Format: int64
             * @description From the start to the end, of those who completed; null when nobody has
             */
            average_seconds: number | null;
            /** Format: int64 */
            canceled: number;
            /** Format: int64 */
            completed: number;
            /** Format: int64 */
            contacts: number;
            /** Format: int64 */
            expired: number;
            /** Format: int64 */
            failed: number;
            /**
             * Format: int64
             * @description Half of them took less; two digits are exact
             */
            median_seconds: number | null;
            /** Format: int64 */
            ongoing: number;
            /** Format: int64 */
            version: number;
        };
        FlowsVisit: {
            /**
             * Format: date-time
             * @description As the first answer gave it; without it the conversation begins now
             */
            began?: string;
            /** @description Everything so far, in order */
            inputs: components["schemas"]["FlowsVisitInput"][] | null;
        };
        FlowsVisitInput: {
            /** @description text, a tapped option, a place, or a file of which only the name is sent */
            content?: components["schemas"]["MessageContent"];
            /**
             * @description skip: the wait is over
             * @enum {string}
             */
            kind: "message" | "skip";
        };
        FlowsVisitLine: {
            /** Format: date-time */
            at: string;
            content?: components["schemas"]["MessageContent"];
            /** @enum {string} */
            from: "flow" | "visitor" | "clock";
        };
        FlowsVisitWait: {
            /** @enum {string} */
            kind: "reply" | "time";
            /**
             * Format: date-time
             * @description When it is over; without it nothing more is said to who keeps silent
             */
            until?: string;
        };
        FlowsVisited: {
            /** Format: date-time */
            began: string;
            /** @description Another one when the draft was changed */
            edition: string;
            ended: boolean;
            /** @description The conversation may not become longer */
            full: boolean;
            lines: components["schemas"]["FlowsVisitLine"][] | null;
            /**
             * Format: date-time
             * @description When the link ends
             */
            until: string;
            /** @description First name of the made-up customer */
            visitor: string;
            wait?: components["schemas"]["FlowsVisitWait"];
        };
        FlowsWaitingAt: {
            /** @description The draft changes this step */
            changed: boolean;
            /** Format: int64 */
            count: number;
            /** @description The draft has no such step: who is moved leaves the flow */
            gone: boolean;
            name: string;
            step: string;
        };
        Guess: {
            country: string;
            language: string;
            time_zone: string;
        };
        HookAttemptView: {
            answer: string;
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            elapsed_ms: number;
            /** @description A code of calls */
            error?: string;
            headers: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description 0: no answer
             */
            status: number;
        };
        HookDeliveryView: {
            attempts: components["schemas"]["HookAttemptView"][] | null;
            body: unknown;
            /** Format: date-time */
            created_at: string;
            event: string;
            /** @description The webhook-id that the receiver sees */
            id: string;
            /**
             * Format: date-time
             * @description When it is tried again
             */
            next_at: string | null;
            /** @enum {string} */
            state: "waiting" | "delivered" | "given_up";
            test: boolean;
            url: string;
        };
        HookView: {
            /** @description In the published version */
            enabled: boolean;
            events: string[] | null;
            /** @description What a flow may tell */
            known_events: string[] | null;
            /**
             * Format: date-time
             * @description Until then the secret before signs too
             */
            old_secret_until: string | null;
            /** @description Standard Webhooks: whsec_... */
            secret: string;
            url: string;
        };
        HoursSchedule: {
            days: {
                [key: string]: components["schemas"]["HoursWindow"][] | null;
            };
            holidays?: string[] | null;
        };
        HoursWindow: {
            from: string;
            to: string;
        };
        ItemsAdView: {
            items: components["schemas"]["AdView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsAuditView: {
            items: components["schemas"]["AuditView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsChange: {
            items: components["schemas"]["FlowChange"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsChannelView: {
            items: components["schemas"]["ChannelView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsContactView: {
            items: components["schemas"]["ContactView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsConversationView: {
            items: components["schemas"]["ConversationView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsDeliveryView: {
            items: components["schemas"]["DeliveryView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsFieldView: {
            items: components["schemas"]["FieldView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsFlow: {
            items: components["schemas"]["FlowsFlow"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsHookDeliveryView: {
            items: components["schemas"]["HookDeliveryView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsJobView: {
            items: components["schemas"]["JobView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsKeyView: {
            items: components["schemas"]["KeyView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsLink: {
            items: components["schemas"]["FlowsLink"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsMessageView: {
            items: components["schemas"]["MessageView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsRawMessage: {
            items: unknown[] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsReplayed: {
            items: components["schemas"]["FlowsReplayed"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsRunView: {
            items: components["schemas"]["RunView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsSessionView: {
            items: components["schemas"]["SessionView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsTagView: {
            items: components["schemas"]["TagView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsTemplateView: {
            items: components["schemas"]["TemplateView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsTest: {
            items: components["schemas"]["FlowsTest"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsTrialView: {
            items: components["schemas"]["TrialView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsUserView: {
            items: components["schemas"]["UserView"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        ItemsVersion: {
            items: components["schemas"]["FlowsVersion"][] | null;
            /** @description Send it as cursor to get the next page; null on the last one */
            next_cursor: string | null;
        };
        JobView: {
            /** Format: date-time */
            at: string;
            error: string;
            /** Format: int64 */
            id: number;
            kind: string;
            lane: string;
            payload: unknown;
            /** Format: int64 */
            tries: number;
        };
        KeyView: {
            /** Format: date-time */
            created_at: string;
            id: string;
            key?: string;
            name: string;
            prefix: string;
            role: string;
            /** Format: date-time */
            used_at: string | null;
        };
        LastOne: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            direction: "in" | "out";
            text: string;
        };
        Me: {
            country: string;
            email: string;
            id: string;
            /** @description The page was loaded without HTTPS from another machine */
            insecure_http: boolean;
            language: string;
            name: string;
            permissions: string[] | null;
            public_url: string;
            role: string;
            theme: string;
            time_zone: string;
            version: string;
        };
        MergeHow: {
            /** @enum {string} */
            fields?: "merge" | "overwrite";
            /** @enum {string} */
            tags?: "merge" | "overwrite";
        };
        MessageCard: {
            emails?: string[] | null;
            first_name?: string;
            last_name?: string;
            name: string;
            org?: string;
            phones?: components["schemas"]["MessageCardPhone"][] | null;
        };
        MessageCardPhone: {
            phone: string;
            type?: string;
            wa_id?: string;
        };
        MessageContent: {
            contacts?: components["schemas"]["MessageCard"][] | null;
            footer?: string;
            header?: components["schemas"]["MessageHeader"];
            link?: components["schemas"]["MessageLinkButton"];
            list_button?: string;
            location?: components["schemas"]["MessagePlace"];
            media?: components["schemas"]["MessageMedia"];
            options?: components["schemas"]["MessageOption"][] | null;
            preview?: boolean;
            raw?: unknown;
            reaction?: components["schemas"]["MessageReactionTo"];
            reason?: string;
            reply?: components["schemas"]["MessageReply"];
            system?: components["schemas"]["MessageSystemChange"];
            target?: string;
            template?: components["schemas"]["MessageTemplateCall"];
            text?: string;
            type: string;
        };
        MessageError: {
            code: string;
            params: {
                [key: string]: unknown;
            };
        };
        MessageHeader: {
            media?: components["schemas"]["MessageMedia"];
            text?: string;
            type?: string;
        };
        MessageLinkButton: {
            title: string;
            url: string;
        };
        MessageMedia: {
            animated?: boolean;
            filename?: string;
            graph_id?: string;
            id?: string;
            mime?: string;
            sha256?: string;
            /** Format: int64 */
            size?: number;
            url?: string;
            voice?: boolean;
        };
        MessageOption: {
            description?: string;
            id: string;
            section?: string;
            title: string;
        };
        MessagePlace: {
            address?: string;
            /** Format: double */
            latitude: number;
            /** Format: double */
            longitude: number;
            name?: string;
            url?: string;
        };
        MessageReactionTo: {
            emoji?: string;
            message_id: string;
        };
        MessageReason: {
            action: string;
            code: string;
            params: unknown;
        };
        MessageReply: {
            description?: string;
            id: string;
            title?: string;
        };
        MessageSystemChange: {
            body?: string;
            kind: string;
            new_user_id?: string;
            new_wa_id?: string;
            previous_user_id?: string;
        };
        MessageTemplateCall: {
            language: string;
            name: string;
            params?: unknown;
        };
        MessageView: {
            /** Format: date-time */
            at: string;
            by?: components["schemas"]["Ref"];
            content: unknown;
            /** @enum {string} */
            direction: "in" | "out";
            error?: components["schemas"]["MessageError"];
            id: string;
            /** @description Of an inbound message: what it did */
            reason?: components["schemas"]["MessageReason"];
            /** @description Id at WhatsApp of the message that it quotes */
            reply_to?: string;
            /**
             * Format: int64
             * @description How often it was sent again because it was not known whether it had left
             */
            resends: number;
            /** @enum {string} */
            source: "contact" | "flow" | "human" | "api";
            /** @enum {string} */
            state: "received" | "queued" | "sending" | "accepted" | "sent" | "delivered" | "read" | "failed" | "uncertain";
            step?: string;
        };
        NewFlow: {
            /** @description Ids of numbers; default: the demo number and the only WhatsApp number */
            channels?: string[] | null;
            /** @description A whole flow document */
            document?: unknown;
            /** @description lead, appointment, order_status, support, faq, survey, opt_in or ad */
            example?: string;
            language?: string;
            name: string;
            trigger?: components["schemas"]["NewFlowTriggerStruct"];
        };
        NewFlowTriggerStruct: {
            config?: unknown;
            id?: string;
            kind: string;
        };
        "Patch-contact-fields-keyRequest": {
            label?: string;
            /** @enum {string} */
            type?: "text" | "number" | "boolean" | "date" | "datetime" | "list" | "url" | "email";
        };
        "Patch-flows-id-tests-testRequest": {
            name?: string;
            script?: components["schemas"]["FlowsScript"];
        };
        "Patch-flows-idRequest": {
            /** @description All of them; null leaves them as they are */
            labels?: string[] | null;
            name?: string;
        };
        "Patch-tags-idRequest": {
            color?: string;
            name?: string;
        };
        PatchContact: {
            email?: string;
            fields?: {
                [key: string]: unknown;
            };
            first_name?: string;
            language?: string;
            last_name?: string;
            /** @description Default: tags and fields are replaced */
            merge?: components["schemas"]["MergeHow"];
            /** @description Instead of first and last name */
            name?: string;
            opted_out?: boolean;
            phone?: string;
            tags?: string[];
            url?: string;
        };
        PatchThreadBody: {
            /** @description Id of a user, or null */
            assignee?: unknown;
            /** @enum {string} */
            status?: "new" | "in_progress" | "closed";
        };
        PeopleChange: {
            /**
             * @description end: their way ends where they stand; go_on: they leave the step where they stand by path, without an answer; move: they go on in the published version
             * @enum {string}
             */
            action: "end" | "go_on" | "move";
            /** @description With go_on: the id of the path */
            path?: string;
            /** @description Ids of their ways through the flow */
            runs: string[] | null;
        };
        PeopleChanged: {
            items: components["schemas"]["PersonChanged"][] | null;
        };
        PersonChanged: {
            /** @description Why it was skipped */
            code?: string;
            id: string;
            params?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            status: "done" | "skipped";
        };
        PersonRef: {
            id: string;
            name: string;
            phone: string;
        };
        "Post-channels-id-test-messageRequest": {
            to: string;
        };
        "Post-conversations-id-messagesRequest": {
            /** @description Anything but text */
            content?: components["schemas"]["MessageContent"];
            text?: string;
        };
        "Post-flows-id-checkRequest": {
            /** @description What to check; without it the draft */
            document?: unknown;
        };
        "Post-flows-id-duplicateRequest": {
            name?: string;
        };
        "Post-flows-id-linksRequest": {
            /**
             * @description How long it works; without it a week
             * @enum {string}
             */
            life?: "hour" | "day" | "week";
        };
        "Post-flows-id-publishRequest": {
            /**
             * Format: int64
             * @description Publish this version again instead of the draft
             */
            from_version?: number;
            name?: string;
            note?: string;
            /** @description Publishes although saved tests fail; it is recorded */
            override_reason?: string;
            /**
             * Format: int64
             * @description Of the draft that was looked at
             */
            revision: number;
            /**
             * @description What becomes of people inside: they finish their version (default), go on in the new one, or end
             * @enum {string}
             */
            waiting?: "finish" | "move" | "end";
        };
        "Post-flows-id-replayRequest": {
            /**
             * @description said: what the person got then; live: what the published version says to the same
             * @enum {string}
             */
            against?: "said" | "live";
            /** Format: int64 */
            limit?: number;
            /** @description Ids of runs; without them the latest */
            runs?: string[] | null;
            /**
             * Format: int64
             * @description Play this version instead of the draft
             */
            version?: number;
        };
        "Post-flows-id-testsRequest": {
            /** @description Id of a run of this flow, or of a trial of its draft */
            from_run?: string;
            name: string;
            script?: components["schemas"]["FlowsScript"];
        };
        "Post-flows-id-trialsRequest": {
            /** @description A WhatsApp number; needed when there is a choice */
            channel_id?: string;
        };
        "Post-flows-id-versions-number-restoreRequest": {
            name?: string;
            note?: string;
            override_reason?: string;
            /** @enum {string} */
            waiting?: "finish" | "move" | "end";
        };
        "Post-flows-id-webhook-testRequest": {
            /** @enum {string} */
            event?: "entered" | "completed" | "expired" | "canceled" | "failed";
            /** @description Default: that of the flow */
            url?: string;
        };
        Problem: {
            /** @description Stable code of the error: decide on this */
            code: string;
            /** @description The error in English */
            detail: string;
            /** @description Every wrong value of the request */
            errors?: components["schemas"]["FaultField"][] | null;
            /** @description Values that the sentence of the code speaks of */
            params?: {
                [key: string]: unknown;
            };
            /**
             * Format: int64
             * @description HTTP status
             */
            status: number;
            /** @description Short text of the HTTP status */
            title: string;
            /** @example about:blank */
            type: string;
        };
        Problem1: {
            code: string;
            params: {
                [key: string]: unknown;
            };
        };
        "Put-flows-id-draftRequest": {
            document: unknown;
        };
        Recipient: {
            email?: string;
            fields?: {
                [key: string]: unknown;
            };
            first_name?: string;
            id?: string;
            language?: string;
            last_name?: string;
            merge?: components["schemas"]["MergeHow"];
            /** @description Instead of first and last name */
            name?: string;
            /** @description International notation, or that of the account's country */
            phone?: string;
            tags?: string[];
            url?: string;
            /** @description WhatsApp's id of somebody without a visible number */
            user_id?: string;
            /** @description Only of this contact; goes before the common ones */
            variables?: unknown;
            /** @description The number as WhatsApp writes it */
            wa_id?: string;
        };
        RecipientResult: {
            code?: string;
            contact_id?: string;
            errors?: components["schemas"]["FaultField"][] | null;
            params?: {
                [key: string]: unknown;
            };
            run_id?: string;
            /** @enum {string} */
            status: "started" | "contact_busy" | "invalid";
        };
        RecipientResults: {
            items: components["schemas"]["RecipientResult"][] | null;
        };
        Recipients: {
            channel_id?: string;
            contacts: components["schemas"]["Recipient"][] | null;
            /** @description End a flow that the contact is in */
            has_priority?: boolean;
            /** @description Common to all contacts */
            variables?: unknown;
        };
        Ref: {
            id: string;
            name: string;
        };
        RunAssign: {
            note?: string;
            team?: string;
            user: string;
        };
        RunChange: {
            field: string;
            value: unknown;
        };
        RunContact: {
            email: string;
            fields: {
                [key: string]: unknown;
            };
            first_name: string;
            id: string;
            language: string;
            last_name: string;
            name: string;
            opted_out?: boolean;
            phone: string;
            tags: string[] | null;
            url: string;
        };
        RunConversationChange: {
            action: string;
            /** Format: int64 */
            minutes?: number;
        };
        RunEffect: {
            http?: components["schemas"]["RunHTTPRequest"];
            id: string;
            kind: string;
            safe_to_repeat?: boolean;
            step: string;
        };
        RunEffectResult: {
            body?: string;
            detail?: string;
            /** Format: int64 */
            elapsed_ms?: number;
            error?: string;
            headers?: components["schemas"]["RunHeader"][] | null;
            id: string;
            json?: unknown;
            /** Format: int64 */
            status?: number;
        };
        RunEvent: {
            assign?: components["schemas"]["RunAssign"];
            /** Format: int64 */
            at: number;
            change?: components["schemas"]["RunChange"];
            code?: string;
            content?: components["schemas"]["MessageContent"];
            conversation?: components["schemas"]["RunConversationChange"];
            effect?: components["schemas"]["RunEffect"];
            exit?: string;
            flow?: string;
            kind: string;
            message?: string;
            outcome?: string;
            params?: {
                [key: string]: string;
            };
            result?: components["schemas"]["RunEffectResult"];
            status?: string;
            step?: string;
            tags?: components["schemas"]["RunTagChange"];
            value?: unknown;
            wait?: components["schemas"]["RunWait"];
        };
        RunHTTPRequest: {
            body?: string;
            headers?: components["schemas"]["RunHeader"][] | null;
            method: string;
            /** Format: int64 */
            timeout_ms: number;
            url: string;
        };
        RunHeader: {
            name: string;
            value: string;
        };
        RunTagChange: {
            add?: string[] | null;
            remove?: string[] | null;
            replace?: boolean;
            scope: string;
            set?: string[] | null;
        };
        RunView: {
            contact: components["schemas"]["PersonRef"];
            conversation_id: string;
            /** Format: date-time */
            due_at: string | null;
            /** Format: date-time */
            ended_at: string | null;
            flow: components["schemas"]["Ref"];
            id: string;
            outcome: string;
            /** Format: date-time */
            started_at: string;
            started_by: string;
            /** @enum {string} */
            status: "running" | "waiting" | "completed" | "expired" | "canceled" | "failed";
            /** @description Id of the step where it stands */
            step: string;
            step_name: string;
            /** @description On a phone that tried the draft; version counts the drafts that were frozen for it */
            trial?: boolean;
            /** Format: int64 */
            version: number;
            /** @description reply, time, effect or empty */
            waiting_for: string;
        };
        RunWait: {
            /** Format: int64 */
            attempts?: number;
            data?: unknown;
            effect?: string;
            kind: string;
            no_interrupt?: boolean;
            quiet?: boolean;
            step: string;
            /** Format: int64 */
            until?: number;
        };
        SessionView: {
            address: string;
            /** Format: date-time */
            created_at: string;
            current: boolean;
            id: string;
            /** Format: date-time */
            used_at: string;
            user_agent: string;
        };
        SetupBody: {
            country?: string;
            email: string;
            language?: string;
            name: string;
            password: string;
            time_zone?: string;
            token: string;
        };
        SetupView: {
            /** @description What the browser's language suggests */
            guess: components["schemas"]["Guess"];
            needed: boolean;
        };
        StepCatalogue: {
            groups: components["schemas"]["StepGroup"][] | null;
            items: components["schemas"]["StepCatalogueKind"][] | null;
            triggers: components["schemas"]["StepCatalogueKind"][] | null;
            variables: components["schemas"]["StepVariable"][] | null;
        };
        StepCatalogueKind: {
            defaults: unknown;
            exits: components["schemas"]["StepExitRule"][] | null;
            final: boolean;
            group: string;
            help: string;
            icon: string;
            keywords: string[] | null;
            kind: string;
            name: string;
            note: boolean;
            outputs: components["schemas"]["StepOutput"][] | null;
            preview: components["schemas"]["StepPreviewPart"][] | null;
            schema: unknown;
            type?: string;
            waits: boolean;
        };
        StepExitRule: {
            each?: string;
            id: string;
            label?: string;
            when?: string;
        };
        StepGroup: {
            id: string;
            label: string;
        };
        StepOutput: {
            label: string;
            path: string;
            type: string;
            /** @description Condition on the step's config; see exits */
            when?: string;
        };
        StepPreviewPart: {
            as?: string;
            each?: string;
            field?: string;
            label?: string;
            parts?: components["schemas"]["StepPreviewPart"][] | null;
            style?: string;
            text?: string;
            when?: string;
        };
        StepVariable: {
            group: string;
            label: string;
            path: string;
            type: string;
        };
        TagView: {
            color: string;
            /** Format: int64 */
            count: number;
            id: string;
            name: string;
            /** @enum {string} */
            scope: "contact" | "conversation";
        };
        TemplateButtonView: {
            /** @description Of a quick reply: its path in a step */
            id: string;
            text: string;
            /** @description quick_reply, url, phone_number, copy_code... */
            type: string;
            url?: string;
            /**
             * Format: int64
             * @description Of the address
             */
            variables: number;
        };
        TemplateHeader: {
            text: string;
            /** @description text, image, video, document, location; empty: none */
            type: string;
        };
        TemplateVariables: {
            /** @description Names, or 1, 2, ... */
            body: string[] | null;
            /** @description Indexes of the buttons that need a value */
            buttons: number[] | null;
            header: string[] | null;
        };
        TemplateView: {
            body: string;
            buttons: components["schemas"]["TemplateButtonView"][] | null;
            /** @description MARKETING, UTILITY, AUTHENTICATION */
            category: string;
            channel_id: string;
            footer: string;
            header: components["schemas"]["TemplateHeader"];
            id: string;
            language: string;
            name: string;
            quality: string;
            reason: string;
            /** @description APPROVED may be sent; PENDING, REJECTED, PAUSED, DISABLED... may not */
            status: string;
            /** Format: date-time */
            synced_at: string;
            variables: components["schemas"]["TemplateVariables"];
        };
        TestResult: {
            code?: string;
            params?: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            state: "accepted" | "refused" | "uncertain" | "not_sent";
        };
        ThreadsRun: {
            flow_id: string;
            flow_name: string;
            id: string;
            step_name: string;
            /** @description The contact tries the draft */
            trial?: boolean;
        };
        Trace: {
            /**
             * Format: date-time
             * @description Meta accepted the answer
             */
            answered_at: string | null;
            /** @description Code of where the chain ends */
            broken?: string;
            /**
             * Format: date-time
             * @description The answer reached the phone
             */
            delivered_at: string | null;
            /**
             * Format: date-time
             * @description It started or continued a flow
             */
            entered_at: string | null;
            /**
             * Format: date-time
             * @description The message came in
             */
            received_at: string | null;
        };
        TrialView: {
            channel: components["schemas"]["ChannelRef"];
            /** @description What to write to the number; upper and lower case make no difference */
            code: string;
            /** @description Whose phone talks to the draft */
            contact?: components["schemas"]["PersonRef"];
            conversation_id?: string;
            /** Format: date-time */
            ended_at?: string;
            /**
             * Format: date-time
             * @description Until then the code can be written
             */
            expires_at: string;
            id: string;
            /** @description Opens WhatsApp with the number and the code; empty when the number was never checked */
            link: string;
            /** @description Whoever asks has begun it */
            mine: boolean;
            /** @description The draft was saved since */
            newer: boolean;
            /** @description The number, as people write it */
            phone: string;
            /**
             * Format: int64
             * @description Of the draft that is tried
             */
            revision: number;
            /** @description The last time that the draft was walked through: may be kept as a test of the flow */
            run_id?: string;
            /**
             * @description waiting: nobody has written the code; taken: a phone talks to the draft
             * @enum {string}
             */
            state: "waiting" | "taken" | "over";
            /**
             * Format: date-time
             * @description Until then it does
             */
            until?: string;
        };
        UserView: {
            id: string;
            name: string;
            role: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "get-account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountPatch"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-ads": {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsAdView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsKeyView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyRole \"json:\\\"roleOmitempty\\\"\" }Body"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-api-keys-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-audit": {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsAuditView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-auth-login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyStruct { Email string \"json:\\\"email\\\"\"; Password string \"json:\\\"password\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-auth-logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-auth-refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsChannelView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-channels-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-channels-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-channels-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-channels-id-check": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-channels-id-templates-sync": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BodyTime \"json:\\\"synced_at\\\"\" }Body"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-channels-id-test-message": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Post-channels-id-test-messageRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestResult"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-channels-id-trace": {
        parameters: {
            query?: {
                /** @description Default: five minutes ago */
                since?: string;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trace"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Codes"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-contact-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsFieldView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-contact-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FieldView"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-contact-fields-key": {
        parameters: {
            query?: {
                /** @description Also what contacts have in it */
                values?: boolean;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-contact-fields-key": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Patch-contact-fields-keyRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-contacts": {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description Part of a name, number or email address */
                q?: string;
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsContactView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyMergeHow \"json:\\\"mergeOmitempty\\\"\" }Body"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-contacts-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-contacts-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-contacts-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchContact"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-contacts-id-conversations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsConversationView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-contacts-id-runs": {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsRunView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-conversations": {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                status?: "new" | "in_progress" | "closed" | "flow";
                channel?: string;
                /** @description me, or nothing */
                assignee?: string;
                /** @description Part of the contact's name or number */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsConversationView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-conversations-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-conversations-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchThreadBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-conversations-id-give-back": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-conversations-id-messages": {
        parameters: {
            query?: {
                /** @description next_cursor of the page before */
                before?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsMessageView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-conversations-id-messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Post-conversations-id-messagesRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-conversations-id-read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-conversations-id-take-over": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-deliveries": {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                state?: "unparsed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsDeliveryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-demo-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyContent \"json:\\\"content\\\"\" }Body"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-demo-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DemoView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flow-schema.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows": {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                state?: "draft" | "live" | "paused" | "archived";
                /** @description Part of the name */
                q?: string;
                /** @description One of its labels */
                label?: string;
                sort?: "updated" | "name" | "people";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsFlow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFlow"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsFlow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsFlow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-pause-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counted"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-resume-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counted"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsFlow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-flows-id": {
        parameters: {
            query?: {
                /** @description Also when contacts are in the flow: they are taken out */
                force?: boolean;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-flows-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Patch-flows-idRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsFlow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-archive": {
        parameters: {
            query?: {
                /** @description Also when contacts are in the flow: they are taken out */
                force?: boolean;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsFlow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-check": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Post-flows-id-checkRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsChecked"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-diff": {
        parameters: {
            query?: {
                /** @description Number of a version; 0: the draft */
                from?: number;
                /** @description Number of a version; 0: the draft */
                to?: number;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsChange"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-draft": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsDraft"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-flows-id-draft": {
        parameters: {
            query?: never;
            header?: {
                /** @description Revision that the change is based on */
                "If-Match"?: string;
            };
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Put-flows-id-draftRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsSaved"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Post-flows-id-duplicateRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsFlow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-export": {
        parameters: {
            query?: {
                /** @description 0: the draft */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Content-Disposition"?: string;
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-links": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsLink"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-links": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Post-flows-id-linksRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsLink"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-flows-id-links-link": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
                /** @description Id of a preview link */
                link: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-pause": {
        parameters: {
            query?: {
                /** @description Also when contacts are in the flow: they are taken out */
                force?: boolean;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsFlow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-people": {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                /** @description First day on which they came in, YYYY-MM-DD in the account's time zone */
                from?: string;
                /** @description Last day on which they came in */
                to?: string;
                /** @description Number of the version; 0 or left out: all */
                version?: number;
                status?: "live" | "running" | "waiting" | "completed" | "expired" | "canceled" | "failed";
                /** @description Id of a step; what they did there is told by did */
                step?: string;
                /** @description here (the default): they stand there now; entered: they came to it; left: they left it by path; jumped: they went on without a path; moved: they went on in another version; ended: their way ended there */
                did?: "here" | "entered" | "left" | "jumped" | "moved" | "ended";
                /** @description With did=left, the id of the path; else any */
                path?: string;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsRunView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-people-change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleChanged"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-publish": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Post-flows-id-publishRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsVersion"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-publish-preview": {
        parameters: {
            query?: {
                /** @description Publishing this version once more, instead of the draft */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsPreview"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Post-flows-id-replayRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsReplayed"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-resume": {
        parameters: {
            query?: {
                /** @description Also when contacts are in the flow: they are taken out */
                force?: boolean;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsFlow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-run": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Recipients"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecipientResults"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-simulate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowsTurn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsTurnResult"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-steps-counts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: number;
                    };
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-steps-stats": {
        parameters: {
            query?: {
                /** @description First day on which they came in, YYYY-MM-DD in the account's time zone */
                from?: string;
                /** @description Last day on which they came in */
                to?: string;
                /** @description Number of the version; 0 or left out: all */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsStepStats"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-summary": {
        parameters: {
            query?: {
                /** @description First day on which they came in, YYYY-MM-DD in the account's time zone */
                from?: string;
                /** @description Last day on which they came in */
                to?: string;
                /** @description Number of the version; 0 or left out: all */
                version?: number;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsSummary"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-tests": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsTest"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-tests": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Post-flows-id-testsRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsTest"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-tests-run": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsTest"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-flows-id-tests-test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
                /** @description Id of a saved test */
                test: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-flows-id-tests-test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
                /** @description Id of a saved test */
                test: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Patch-flows-id-tests-testRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsTest"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-tests-test-run": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
                /** @description Id of a saved test */
                test: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsTest"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-trials": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsTrialView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-trials": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Post-flows-id-trialsRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-trials-trial": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
                /** @description Id of a trial */
                trial: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-flows-id-trials-trial": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
                /** @description Id of a trial */
                trial: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-trials-trial-refresh": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
                /** @description Id of a trial */
                trial: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-try-call": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowsCallTry"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsCallAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-try-condition": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowsConditionTry"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsConditionAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-try-expression": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowsExpressionTry"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsExpressionAnswer"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-unarchive": {
        parameters: {
            query?: {
                /** @description Also when contacts are in the flow: they are taken out */
                force?: boolean;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsFlow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-versions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsVersion"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-versions-number-document": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BodyRawMessage \"json:\\\"document\\\"\" }Body"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-versions-number-restore": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
                number: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Post-flows-id-versions-number-restoreRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsVersion"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-webhook": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-flows-id-webhook-deliveries": {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsHookDeliveryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-webhook-deliveries-delivery-replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookDeliveryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-webhook-rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-flows-id-webhook-test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Post-flows-id-webhook-testRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookDeliveryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-jobs": {
        parameters: {
            query?: {
                limit?: number;
                /** @description next_cursor of the page before */
                cursor?: string;
                state?: "dead";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsJobView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-jobs-id-retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyStruct { Name String \"json:\\\"nameOmitempty\\\" maxLength:\\\"100\\\"\"; Language String \"json:\\\"languageOmitempty\\\" enum:\\\"enIt\\\"\"; Theme String \"json:\\\"themeOmitempty\\\" enum:\\\"lightDarkAuto\\\"\"; Password String \"json:\\\"passwordOmitempty\\\"\"; CurrentPassword String \"json:\\\"current_passwordOmitempty\\\"\" }Body"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-messages-id-retry": {
        parameters: {
            query?: {
                /** @description Also a message that may have arrived: the customer may read it twice */
                confirm?: boolean;
            };
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-runs-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-runs-id-cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-runs-id-document": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DocumentOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-runs-id-events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsRawMessage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsSessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-sessions-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-setup": {
        parameters: {
            query?: never;
            header?: {
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-shared-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of a preview link */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsShared"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-shared-token-simulate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of a preview link */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowsVisit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowsVisited"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-step-kinds": {
        parameters: {
            query?: {
                lang?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StepCatalogue"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-tags": {
        parameters: {
            query?: {
                scope?: "contact" | "conversation";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsTagView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BodyStruct { Scope string \"json:\\\"scopeOmitempty\\\" enum:\\\"contactConversation\\\" default:\\\"contact\\\"\"; Name string \"json:\\\"name\\\"\"; Color string \"json:\\\"colorOmitempty\\\"\" }Body"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-tags-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-tags-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Public id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Patch-tags-idRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-templates": {
        parameters: {
            query?: {
                /** @description Id of a number */
                channel?: string;
                /** @description APPROVED, PENDING, REJECTED, PAUSED... */
                status?: string;
                /** @description Part of the name or of the text */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsTemplateView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemsUserView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
