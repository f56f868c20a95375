// Every form, panel and dialog of the editor. What changes the draft for a picture puts it back.

/** Stops by name: see shots-pages.mjs. */
export function editorStops({ made, say, text, hands }) {
  const { flow, quiet, broken, call } = made
  const { phone, both, closeSheet, about, named, editorOf, menu, bar, open, step, test, answer, dialog } = hands
  const editor = editorOf(flow)
  const [welcome, occasion, budget, large, , , price, thanks, hand] = text.names
  const within = (first, then) => async (page) => {
    await first(page)
    await then(page)
  }
  const after = (then) => within(editor, then)
  const button = (page, english) => page.getByRole('button', { name: about(english) }).first()

  /** The draft with other words in the texts of two steps, for as long as the picture is taken. */
  const changed = (then) => async (page, shot) => {
    const path = `/flows/${flow.id}/draft`
    const { document, revision } = await call('GET', path)
    const put = (doc, at) => call('PUT', path, { document: doc }, { 'If-Match': `"${at}"` })
    const steps = document.steps.map((one) =>
      one.name === welcome || one.name === budget
        ? { ...one, config: { ...one.config, text: `${one.config.text} 🌻` } }
        : one,
    )
    const next = await put({ ...document, steps }, revision)
    try {
      await editor(page)
      await then(page, shot)
    } finally {
      await put(document, next.revision)
    }
  }
  const publishing = async (page) => {
    await bar(page, 'Publish')
    const one = await dialog(page)
    await one.getByRole('textbox').first().waitFor()
    return one
  }
  const compared = async (page) => {
    await open(page, 'Versions')
    await button(page, 'What changed since version {0}').click()
    await page.getByRole('complementary', { name: say('What differs') }).waitFor()
  }
  /** Somebody else gave the first step another name meanwhile. */
  const conflict = async (page) => {
    await editor(page)
    const draft = await call('GET', `/flows/${flow.id}/draft`)
    const [first, ...rest] = draft.document.steps
    const document = { ...draft.document, steps: [{ ...first, name: text.theirs }, ...rest] }
    const saved_at = new Date().toISOString()
    const current = { ...draft, document, revision: draft.revision + 1, author: 'Giulia Neri', saved_at }
    await page.route(`**/api/v1/flows/${flow.id}/draft`, (route) =>
      route.request().method() === 'PUT'
        ? route.fulfill({ status: 409, json: { status: 409, code: 'draft_conflict', current } })
        : route.fallback(),
    )
    await step(page, welcome)
    await page.getByLabel(say('Name of the step')).fill(text.mine)
    await page.keyboard.press('Enter')
    if (phone) await closeSheet(page)
    if (phone) await closeSheet(page)
    await named(page, 'How mine differs').click()
  }
  const numbers = async (page) => {
    await open(page, 'People in this flow')
    await page.getByRole('switch', { name: say('Numbers on the canvas') }).check()
    const came = page.getByRole('button', { name: about('{name}: came here {entered}') })
    await came.first().waitFor()
    return came.first()
  }

  const everywhere = {
    editor,
    forms: {
      names: ['editor-message', 'editor-menu', 'editor-question', 'editor-condition', 'editor-request'].concat([
        'editor-text-variable',
        'editor-assign',
      ]),
      walk: async (page, shot) => {
        await editor(page)
        for (const [name, picture] of [
          [welcome, 'editor-message'],
          [occasion, 'editor-menu'],
          [budget, 'editor-question'],
          [large, 'editor-condition'],
          [thanks, 'editor-text-variable'],
          [hand, 'editor-assign'],
          [price, 'editor-request'],
        ]) {
          await step(page, name)
          if (name === price) {
            await page.getByRole('region', { name: say('Test request') }).scrollIntoViewIfNeeded()
          }
          await shot(picture)
        }
      },
    },
    'editor-trigger': after(async (page) => {
      await page.locator('.react-flow__node[data-id="start"]').click({ position: { x: 100, y: 20 } })
      await page.locator('[data-dock="panel"]').waitFor()
    }),
    'editor-emoji': after(async (page) => {
      await step(page, welcome)
      await button(page, 'Insert an emoji into {label}').click()
      await page.getByRole('listbox').waitFor()
    }),
    'editor-variables': after(async (page) => {
      await step(page, thanks)
      await button(page, 'Insert a variable into {label}').click()
      await page.getByRole('listbox').or(page.getByRole('dialog')).first().waitFor()
    }),
    'editor-list': after((page) => open(page, 'Flow as a list')),
    'editor-find': after(async (page) => {
      await menu(page, 'Find in this flow')
      await page.getByLabel(say('Find in this flow')).last().fill(text.find)
    }),
    'editor-problems': within(editorOf(broken), async (page) => {
      await bar(page, 'Problems')
      await page.locator('[data-dock="panel"] button').nth(2).waitFor()
    }),
    'editor-publish-refused': within(editorOf(broken), publishing),
    'editor-settings': after((page) => open(page, 'Flow settings')),
    'editor-webhooks': async (page, shot) => {
      const path = `/flows/${flow.id}/draft`
      await editor(page)
      const { document } = await call('GET', path)
      await open(page, 'Flow settings')
      const section = page.getByRole('region', { name: say('Flow webhooks') })
      await section.getByRole('switch').click()
      await section.getByRole('textbox').first().fill('https://flowers.example/orders')
      await section.evaluate((one) => one.scrollIntoView({ block: 'start' }))
      await page.locator('[data-save="saved"]').waitFor()
      await shot('editor-webhooks')
      await page.close()
      const { revision } = await call('GET', path)
      await call('PUT', path, { document }, { 'If-Match': `"${revision}"` })
    },
    'editor-versions': after((page) => open(page, 'Versions')),
    'editor-version': after(async (page) => {
      await open(page, 'Versions')
      await button(page, 'Look at version {0}').click()
      await (await dialog(page)).locator('.react-flow__node').first().waitFor()
    }),
    'editor-compared': changed(async (page, shot) => {
      await compared(page)
      await shot('editor-compared')
    }),
    'editor-restore': after(async (page) => {
      await open(page, 'Versions')
      await button(page, 'Restore version {0}').click()
      await (await dialog(page)).getByRole('textbox').first().waitFor()
    }),
    'editor-people': after((page) => open(page, 'People in this flow')),
    people: {
      names: ['editor-numbers', 'editor-people-behind'],
      walk: async (page, shot) => {
        await editor(page)
        const number = await numbers(page)
        if (phone) await closeSheet(page)
        await shot('editor-numbers')
        await number.click()
        await (await dialog(page)).getByRole('list').waitFor()
        await shot('editor-people-behind')
      },
    },
    test: {
      names: ['editor-test-history', 'editor-test-variables', 'editor-tests', 'editor-test', 'editor-test-conditions'],
      walk: async (page, shot) => {
        await editor(page)
        await test(page)
        await answer(page, text.answers[2])
        for (const [tab, name] of [
          ['History', 'editor-test-history'],
          ['Variables', 'editor-test-variables'],
          ['Tests', 'editor-tests'],
        ]) {
          await page.getByRole('tab', { name: say(tab), exact: true }).click()
          await shot(name)
        }
        await page.getByRole('tab', { name: say('Phone'), exact: true }).click()
        await shot('editor-test')
        await named(page, 'Conditions of the test').click()
        await page.getByRole('combobox', { name: say('Who writes') }).waitFor()
        await shot('editor-test-conditions')
      },
    },
    publish: {
      names: ['editor-publish', 'editor-publish-waiting'],
      walk: changed(async (page, shot) => {
        const one = await publishing(page)
        await shot('editor-publish')
        const more = one.getByRole('button', { name: say('More choices') })
        await more.click()
        await more.evaluate((button) => button.scrollIntoView({ block: 'center' }))
        await shot('editor-publish-waiting')
      }),
    },
    'editor-tests-failing': changed(async (page, shot) => {
      await test(page)
      await page.getByRole('tab', { name: say('Tests'), exact: true }).click()
      await named(page, 'Run all tests').click()
      await page.getByText(say('Fails'), { exact: true }).first().waitFor()
      await shot('editor-tests-failing')
    }),
    'editor-pause': after(async (page) => {
      await menu(page, 'Pause')
      await dialog(page)
    }),
    'editor-try': async (page, shot) => {
      await editor(page)
      await menu(page, 'Try on my WhatsApp')
      await (await dialog(page)).getByRole('link', { name: say('Open WhatsApp') }).waitFor()
      await shot('editor-try')
      const { items } = await call('GET', `/flows/${flow.id}/trials`)
      for (const { id } of items) await call('DELETE', `/flows/${flow.id}/trials/${id}`)
    },
    'editor-links': after(async (page) => {
      await menu(page, 'Show it to somebody')
      await (await dialog(page)).locator('code').first().waitFor()
    }),
    'editor-shortcuts': after(async (page) => {
      await menu(page, 'Keyboard shortcuts')
      await dialog(page)
    }),
    'editor-menu-open': after((page) => named(page, 'More').click()),
    'editor-conflict': conflict,
    tour: {
      names: [1, 2, 3, 4, 5].map((n) => `editor-tour-${n}`),
      walk: async (page, shot) => {
        await editor(page)
        await menu(page, 'Show me around')
        for (let n = 1; n <= 5; n++) {
          const bubble = page.getByRole('dialog')
          await bubble.getByText(say('{number} of {total}').replace('{number}', n).replace('{total}', 5)).waitFor()
          await shot(`editor-tour-${n}`)
          if (n < 5) await bubble.getByRole('button', { name: say('Next') }).click()
        }
      },
    },
    'editor-never-published': editorOf(quiet),
    'editor-unknown': async (page) => {
      await page.goto('/flows/00000000-0000-7000-8000-000000000000/edit')
      await page.getByRole('alert').first().waitFor()
    },
  }
  if (phone) return everywhere
  return {
    ...everywhere,
    'editor-first-time': {
      first: true,
      walk: editor,
    },
    'editor-note': after(async (page) => {
      await page.locator('.react-flow__node[data-id="stepnote000"]').click({ position: { x: 60, y: 20 } })
      await page.locator('[data-dock="panel"]').waitFor()
    }),
    'editor-library': after(async (page) => {
      await page.keyboard.press('a')
      await dialog(page)
    }),
    'editor-palette': after(async (page) => {
      await page.keyboard.press('Control+k')
      await dialog(page)
    }),
    ...(both && {
      // The picture of the README: the flow, a step of it and the phone, all at once.
      'editor-side': after(async (page) => {
        await test(page)
        await page
          .getByRole('img', { name: say('Delivered'), exact: true })
          .first()
          .waitFor()
        await step(page, occasion)
        // The step and where its paths lead, beside the map.
        await named(page, 'Zoom out').click()
        await page.mouse.move(200, 400)
        await page.mouse.wheel(-70, 50)
        await page.locator('.react-flow[data-moving]').waitFor()
        await page.locator('.react-flow[data-moving]').waitFor({ state: 'detached' })
      }),
    }),
  }
}
