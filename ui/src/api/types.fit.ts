// Holds types.ts and the API's own description together: `tsc` fails here when the server gives another shape.
import type { components } from './schema.gen'
import type * as ours from './types'

type Schemas = components['schemas']

// A list that the description allows to be null is an empty list in every answer.
type Listed<T> = NonNullable<T> extends readonly unknown[] ? Exclude<T, null> : T

/** What the server gives, with ours where its description says no more than "text" or "any value". */
type Given<T, Ours> = unknown extends T
  ? Ours
  : string extends T
    ? NonNullable<Ours> extends string
      ? Ours
      : T
    : T extends readonly (infer U)[]
      ? NonNullable<Ours> extends readonly (infer V)[]
        ? Given<U, V>[]
        : T
      : T extends object
        ? { [K in keyof T]: K extends keyof NonNullable<Ours> ? Given<Listed<T[K]>, NonNullable<Ours>[K]> : T[K] }
        : T

/** What the server gives can be used as ours, and has every member that ours speaks of. */
type Fits<Ours, Theirs> =
  Given<Theirs, Ours> extends Ours ? Unknown<Exclude<keyof Ours, keyof Theirs>> : { differs: Given<Theirs, Ours> }
type Unknown<Members> = [Members] extends [never] ? true : { theServerHasNo: Members }
type Held<Checks extends true[]> = Checks

export type AnswersFit = Held<
  [
    Fits<ours.Me, Schemas['Me']>,
    Fits<ours.SetupState, Schemas['SetupView']>,
    Fits<ours.Account, Schemas['AccountView']>,
    Fits<ours.Flow, Schemas['FlowsFlow']>,
    Fits<ours.Version, Schemas['FlowsVersion']>,
    Fits<ours.Channel, Schemas['ChannelView']>,
    Fits<ours.ChannelCheck, Schemas['Check']>,
    Fits<ours.Contact, Schemas['ContactView']>,
    Fits<ours.ContactField, Schemas['FieldView']>,
    Fits<ours.Conversation, Schemas['ConversationView']>,
    Fits<ours.Message, Schemas['MessageView']>,
    Fits<ours.Run, Schemas['RunView']>,
    Fits<ours.ApiKey, Schemas['KeyView']>,
    Fits<ours.Kind, Schemas['StepCatalogueKind']>,
    Fits<ours.VariableInfo, Schemas['StepVariable']>,
    Fits<ours.Issue, Schemas['FlowIssue']>,
    Fits<ours.Clash, Schemas['FlowsClash']>,
    Fits<ours.Tag, Schemas['TagView']>,
    Fits<ours.UserName, Schemas['UserView']>,
    Fits<ours.TemplateInfo, Schemas['TemplateView']>,
    Fits<ours.AdInfo, Schemas['AdView']>,
    Fits<ours.FlowWebhook, Schemas['HookView']>,
    Fits<ours.HookDelivery, Schemas['HookDeliveryView']>,
    Fits<ours.WaitingAt, Schemas['FlowsWaitingAt']>,
    Fits<ours.FlowTest, Schemas['FlowsTest']>,
    Fits<ours.Trial, Schemas['TrialView']>,
  ]
>
