// Every page outside of the editor, its dialogs, and what it shows when there is nothing, or when nothing answers.

const NOWHERE = '00000000-0000-7000-8000-000000000000'

/** Stops by name. A stop is how to come there; one that shows several pictures takes them itself. */
export function pageStops({ made, say, text, hands }) {
  const { flow, quiet, conversation, contact, run, channel, shared } = made
  const { about, named, go, dialog } = hands
  const rows = 'tbody tr, li a'
  const within = (first, then) => async (page) => {
    await first(page)
    await then(page)
  }
  const flows = go('/flows', rows)
  const flowMenu = (page) =>
    page.getByRole('button', { name: say('Actions for {name}').replace('{name}', text.flow), exact: true }).click()
  const flowDialog = (item) =>
    within(flows, async (page) => {
      await flowMenu(page)
      await page.getByRole('menuitem', { name: say(item), exact: true }).click()
      await dialog(page)
    })
  const asked = (first, english) =>
    within(first, async (page) => {
      await named(page, english).click()
      await dialog(page)
    })
  const tickAll = (page) => page.getByRole('checkbox', { name: say('Choose all rows') }).check()
  const fails = (path, come, answer) => async (page) => {
    await page.route(path, answer)
    await come(page)
    await page.getByRole('alert').first().waitFor()
  }
  const summary = (search = '', ready = 'tbody tr') => go(`/flows/${flow.id}/summary${search}`, ready)
  const chosen = (english) =>
    within(summary(), async (page) => {
      await tickAll(page)
      await named(page, english).click()
      await dialog(page)
    })
  const settings = (tab) => go(`/settings?tab=${tab}`, 'h2')
  const setup = async (page) => {
    await page.goto(made.setupLink)
    await page.getByLabel(say('Your name')).waitFor()
  }
  return {
    setup: { at: 'new', walk: setup },
    'setup-errors': {
      at: 'new',
      walk: within(setup, async (page) => {
        await page.getByLabel(say('Your name')).fill('Anna')
        await page.getByLabel(say('Email')).fill('anna@flowers.example')
        await page.getByLabel(say('Password'), { exact: true }).fill('short')
        await named(page, 'Language, time zone and country').click()
        await named(page, 'Create my account').click()
        await page.locator('.mantine-PasswordInput-error').waitFor()
      }),
    },
    login: go('/login'),
    'login-wrong': within(go('/login'), async (page) => {
      await page.getByLabel(say('Email')).fill('anna@flowers.example')
      await page.getByLabel(say('Password'), { exact: true }).fill('wrong')
      await named(page, 'Sign in').click()
      await page.getByRole('alert').first().waitFor()
    }),
    'flows-empty': { at: 'empty', walk: go('/flows') },
    'conversations-empty': { at: 'empty', walk: go('/conversations') },
    'contacts-empty': { at: 'empty', walk: go('/contacts') },
    'templates-empty': { at: 'empty', walk: go('/templates') },
    'numbers-empty': { at: 'empty', walk: go('/numbers') },
    flows,
    'flows-menu': within(flows, flowMenu),
    'flows-labels': flowDialog('Labels'),
    'flows-pause': flowDialog('Pause'),
    'flows-archive': flowDialog('Archive'),
    'flows-delete': flowDialog('Delete'),
    'flows-chosen': within(flows, tickAll),
    'flows-pause-all': asked(flows, 'Pause everything'),
    'flows-begin': within(flows, async (page) => {
      await named(page, 'More ways to begin').click()
      await page.getByRole('menu').waitFor()
    }),
    'flows-import-refused': within(flows, async (page) => {
      await page.getByLabel(say('File with a flow')).setInputFiles({
        name: 'flow.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"name": "Shopping list"}'),
      })
      await page.locator('.mantine-Notification-root').waitFor()
    }),
    'flows-archived': go('/flows?state=archived', rows),
    'flows-none': go('/flows?q=zzz', 'main button'),
    'flows-unreachable': fails('**/api/v1/flows?**', go('/flows'), (route) => route.abort()),
    'new-flow': go('/flows/new'),
    'new-flow-kinds': {
      names: ['new-flow-outbound', 'new-flow-ads'],
      walk: async (page, shot) => {
        await go('/flows/new')(page)
        await named(page, 'Advanced options').click()
        for (const [type, name] of [
          ['Outbound message', 'new-flow-outbound'],
          ['Marketing', 'new-flow-ads'],
        ]) {
          await page.getByRole('radio', { name: say(type) }).click()
          await shot(name)
        }
      },
    },
    examples: go('/flows/examples'),
    summary: summary(),
    'summary-versions': summary('?tab=versions', 'table'),
    'summary-canvas': summary('?tab=viewer', '.react-flow__node'),
    'summary-behind': within(summary('?tab=viewer', '.react-flow__node'), async (page) => {
      await page
        .getByRole('button', { name: about('{name}: came here {entered}') })
        .first()
        .click()
      await (await dialog(page)).getByRole('list').waitFor()
    }),
    'summary-take-out': chosen('Take out'),
    'summary-move': chosen('Move to the published version'),
    'summary-nobody': go(`/flows/${quiet.id}/summary`),
    'summary-people': go(`/flows/${flow.id}/people`, 'tbody tr'),
    'people-nobody': go(`/flows/${quiet.id}/people`),
    run: go(`/runs/${run.id}`, 'ol'),
    'run-save-test': asked(go(`/runs/${run.id}`, 'ol'), 'Save as test'),
    'run-canvas': go(`/runs/${run.id}?view=canvas`, '.react-flow__node'),
    conversations: go('/conversations'),
    'conversations-none': go('/conversations?q=zzz', 'aside button'),
    conversation: go(`/conversations/${conversation.id}`, '[role="log"]'),
    'conversation-taken': async (page, shot) => {
      await go(`/conversations/${conversation.id}`, '[role="log"]')(page)
      await named(page, 'Take over').click()
      const back = named(page, 'Give back to the flow')
      await back.waitFor()
      await shot('conversation-taken')
      await back.click()
      await named(page, 'Take over').waitFor()
    },
    contacts: go('/contacts', rows),
    'contacts-chosen': within(go('/contacts', rows), tickAll),
    'contact-new': asked(go('/contacts', rows), 'New contact'),
    'contacts-none': go('/contacts?q=zzz', 'main button'),
    'contacts-broken': fails('**/api/v1/contacts?**', go('/contacts'), (route) =>
      route.fulfill({ status: 500, json: { status: 500, code: 'internal' } }),
    ),
    contact: go(`/contacts/${contact.id}`),
    'contact-field': within(go(`/contacts/${contact.id}`), async (page) => {
      await named(page, 'Add a custom field').click()
      const name = page.getByLabel(say('Name of the field'))
      await name.waitFor()
      await name.scrollIntoViewIfNeeded()
    }),
    'contact-delete': asked(go(`/contacts/${contact.id}`), 'Delete'),
    'contact-unknown': go(`/contacts/${NOWHERE}`, '[role="alert"]'),
    templates: go('/templates', rows),
    template: within(go('/templates', rows), async (page) => {
      await page.getByText('delivery_today').first().click()
      await dialog(page)
    }),
    numbers: go('/numbers'),
    number: go(`/numbers/${channel.id}`),
    'number-remove': asked(go(`/numbers/${channel.id}`), 'Remove'),
    connect: go('/numbers/connect'),
    'connect-errors': within(go('/numbers/connect'), async (page) => {
      await page.getByRole('radio').last().click()
      await named(page, 'Connect and check').click()
      await page.locator('.mantine-TextInput-error').first().waitFor()
    }),
    'settings-profile': settings('profile'),
    'settings-account': settings('account'),
    'settings-words': within(settings('account'), async (page) => {
      const words = page.getByText(say('Words of your own'))
      await words.waitFor()
      await words.evaluate((one) => one.scrollIntoView({ block: 'start' }))
    }),
    'settings-fields': settings('fields'),
    'settings-tags': within(settings('fields'), async (page) => {
      const tags = page.locator('h2').last()
      await tags.evaluate((one) => one.scrollIntoView({ block: 'start' }))
    }),
    'settings-keys': {
      names: ['settings-keys', 'settings-key-made', 'settings-key-revoke'],
      walk: async (page, shot) => {
        await settings('keys')(page)
        await shot('settings-keys')
        await page.getByLabel(say('Name of the new key')).fill(text.key)
        await named(page, 'Create key').click()
        await named(page, 'Copy the key').waitFor()
        await shot('settings-key-made')
        await named(page, 'Revoke').click()
        const question = await dialog(page)
        await shot('settings-key-revoke')
        await question.getByRole('button', { name: say('Revoke this key') }).click()
        await question.waitFor({ state: 'detached' })
      },
    },
    'settings-sessions': settings('sessions'),
    'settings-problems': settings('problems'),
    help: go('/help'),
    'demo-phone': within(flows, async (page) => {
      await named(page, 'Demo phone').click()
      await page.getByRole('region', { name: say('Demo phone') }).waitFor()
    }),
    shared: within(go(shared, '[role="log"]'), (page) => hands.said(page).nth(1).waitFor()),
    'shared-over': go('/try/nothing'),
    'not-found': go('/no-such-page', 'a'),
  }
}
