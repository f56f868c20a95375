// Emoji that businesses write, by group, with the words by which people look for them in English and Italian.
export type EmojiGroup = 'faces' | 'hands' | 'hearts' | 'work' | 'things' | 'food' | 'places' | 'signs'

const LIST: Record<EmojiGroup, string> = {
  faces: `😀 smile happy sorriso felice|😃 happy joy felice gioia|😄 laugh ridere|😁 grin sorriso denti|😅 relief sweat sollievo|😂 tears laugh lacrime risate|🙂 smile sorriso|😉 wink occhiolino
😊 blush sorriso contento|😍 love eyes amore occhi|🥰 love hearts amore cuori|😘 kiss bacio|😎 cool sunglasses occhiali sole|🤩 star wow stelle|🥳 party festa|🤔 think penso|😇 angel angelo|🤗 hug abbraccio
😢 sad cry triste piangere|😭 cry pianto|😞 sad disappointed deluso|😕 confused confuso|😮 wow surprise sorpresa|😴 sleep sonno|😷 mask mascherina|🤒 ill sick malato|😡 angry arrabbiato|🙈 monkey scimmia`,
  hands: `👍 yes good ok thumb pollice bene sì|👎 no bad pollice male|👌 ok perfect perfetto|👋 hello wave ciao saluto|🙏 please thanks grazie prego|🤝 deal handshake accordo|👏 clap bravo applauso|💪 strong forza
✌️ victory peace vittoria|🤞 luck fingers fortuna dita|👉 right point destra|👈 left point sinistra|👇 down point giù|👆 up point su|✍️ write scrivere|🙌 hooray evviva|🫶 heart hands cuore mani|🤙 call me chiamami`,
  hearts: `❤️ heart love cuore amore|🧡 orange heart cuore arancione|💛 yellow heart cuore giallo|💚 green heart cuore verde|💙 blue heart cuore blu|💜 purple heart cuore viola|🖤 black heart cuore nero|🤍 white heart cuore bianco
💕 hearts cuori|💐 flowers bouquet fiori|🌹 rose rosa|🌸 blossom fiore|🌻 sunflower girasole|🎂 cake birthday torta compleanno|🎉 party celebrate festa|🎁 gift present regalo|🎈 balloon palloncino|🥂 toast cheers brindisi`,
  work: `📅 calendar date calendario data|📆 calendar calendario|⏰ alarm clock sveglia ora|🕒 clock time ora orario|⏳ wait hourglass attesa clessidra|📞 phone call telefono chiamata|📱 phone mobile cellulare|💬 message chat messaggio
📧 email posta|✉️ letter email lettera|📎 attach clip allegato|📄 document page documento|📋 list clipboard lista|📝 note write nota scrivere|📊 chart report grafico|📈 growth up crescita|💼 work briefcase lavoro|💻 computer|🖨️ print stampa|🔍 search find cerca`,
  things: `📦 parcel package order pacco ordine|🚚 delivery truck consegna camion|🛒 cart shop carrello spesa|🛍️ shopping bag acquisti borsa|💳 card pay carta pagamento|💶 euro money soldi|💰 money sale soldi|🧾 receipt invoice ricevuta fattura
🏷️ price label offer prezzo offerta|🎟️ ticket coupon biglietto|🔑 key chiave|🔒 lock safe sicuro lucchetto|🔧 repair tool riparazione attrezzo|💡 idea light luce|🔔 bell notice avviso campana|📷 photo camera foto|👕 shirt clothes maglia vestiti|👟 shoe scarpa|💊 medicine pill medicina|🚗 car auto macchina`,
  food: `☕ coffee caffè|🍕 pizza|🍝 pasta spaghetti|🍔 burger panino|🥗 salad insalata|🍣 sushi|🍰 cake dolce torta|🍦 ice cream gelato|🍷 wine vino|🍺 beer birra|🥐 croissant cornetto|🍎 apple mela|🍋 lemon limone|🍅 tomato pomodoro|🧀 cheese formaggio|🍽️ table restaurant tavolo ristorante`,
  places: `📍 place pin posto luogo|🗺️ map mappa|🏠 home house casa|🏢 office ufficio|🏪 shop store negozio|🏥 hospital ospedale|🏨 hotel albergo|✈️ plane travel aereo viaggio|🚆 train treno|🚌 bus autobus|🏖️ beach spiaggia mare|⛰️ mountain montagna
☀️ sun sole|🌧️ rain pioggia|❄️ snow neve|🌈 rainbow arcobaleno|🌍 world mondo|🌙 moon night luna notte|🎓 school study scuola studio|⚽ football calcio`,
  signs: `✅ done check yes fatto sì|❌ no wrong cross no errore|⚠️ warning attenzione|ℹ️ info informazioni|❓ question domanda|❗ important importante|⭐ star rating stella voto|🌟 star stella|🔥 hot fire offer fuoco|✨ new sparkle nuovo|💯 hundred cento|🆕 new nuovo|🆓 free gratis
➡️ right arrow freccia destra|⬅️ left arrow freccia sinistra|⬆️ up arrow freccia su|⬇️ down arrow freccia giù|🔄 repeat again ripeti|1️⃣ one uno|2️⃣ two due|3️⃣ three tre|4️⃣ four quattro|5️⃣ five cinque|🟢 green verde|🟡 yellow giallo|🔴 red rosso|♻️ recycle riciclo|🇮🇹 italy italia|🇬🇧 uk english inglese|🇪🇺 europe europa`,
}

export interface Emoji {
  sign: string
  words: string
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

export const EMOJI: { group: EmojiGroup; items: Emoji[] }[] = Object.entries(LIST).map(([group, text]) => ({
  group: group as EmojiGroup,
  items: text.split(/[|\n]/).map((one) => {
    const space = one.indexOf(' ')
    return space < 0 ? { sign: one, words: '' } : { sign: one.slice(0, space), words: one.slice(space + 1) }
  }),
}))

/** Those whose words begin with what was typed, in any of the two languages, accents aside. */
export function findEmoji(query: string): { group: EmojiGroup; items: Emoji[] }[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return EMOJI
  const fits = ({ sign, words }: Emoji) => {
    const known = plain(words).split(' ')
    return sign === query.trim() || wanted.every((word) => known.some((one) => one.startsWith(word)))
  }
  return EMOJI.map(({ group, items }) => ({ group, items: items.filter(fits) })).filter(({ items }) => items.length > 0)
}
