package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"flusso/engine/message"
	"flusso/server/fault"
	"flusso/server/messaging"
	"flusso/server/store"
	"flusso/server/whatsapp"
)

// signedEvery is how often "a signed message came" is written down: the page
// shows minutes, and the hot path should not pay for it.
const signedEvery = time.Minute

// Webhook takes what Meta delivers: it finds the app by the signature, sorts
// the parts to that app's numbers and stores everything in one commit.
type Webhook struct {
	channels  *messaging.Channels
	inbox     *messaging.Inbox
	st        *store.Store
	log       *slog.Logger
	templates *messaging.Templates

	mu   sync.Mutex
	seen map[int64]time.Time // channel -> when the last signed delivery was noted
}

// NewWebhook makes what stands behind the webhook route.
func NewWebhook(st *store.Store, channels *messaging.Channels, inbox *messaging.Inbox, templates *messaging.Templates, log *slog.Logger) *Webhook {
	return &Webhook{channels: channels, inbox: inbox, st: st, log: log, templates: templates, seen: map[int64]time.Time{}}
}

// VerifyToken says whether any number has this verify token.
func (w *Webhook) VerifyToken(token string) bool {
	return slices.ContainsFunc(w.channels.All(), func(c messaging.Channel) bool {
		return c.Kind == store.ChannelWhatsApp && c.VerifyToken != "" && whatsapp.SameToken(token, c.VerifyToken)
	})
}

// Deliver stores a signed delivery. fault.BadSignature: nothing is stored.
func (w *Webhook) Deliver(ctx context.Context, raw []byte, signature string) error {
	mine := w.signers(raw, signature)
	if len(mine) == 0 {
		return fault.BadSignature.New()
	}
	d := whatsapp.Parse(raw)
	in, st, foreign := sortDelivery(d, mine)
	if _, err := w.inbox.Receive(ctx, raw, why(d, foreign), in, st); err != nil {
		return fmt.Errorf("store a webhook: %w", err)
	}
	w.preferences(ctx, d, mine)
	w.events(ctx, d, mine)
	w.noteSigned(in, st)
	return nil
}

// signers are the numbers of the app that signed the body. An app has one
// secret; while it is rotated, two.
func (w *Webhook) signers(raw []byte, signature string) (mine []messaging.Channel) {
	tried := map[string]bool{}
	for _, c := range w.channels.All() {
		if c.Kind != store.ChannelWhatsApp {
			continue
		}
		for _, secret := range []string{c.Secret, c.SecretNext} {
			if secret == "" {
				continue
			}
			ok, known := tried[secret]
			if !known {
				ok = whatsapp.Signed(raw, signature, secret) >= 0
				tried[secret] = ok
			}
			if ok {
				mine = append(mine, c)
				break
			}
		}
	}
	return mine
}

// sortDelivery gives every part to its number. Messages stand in the order of
// their timestamps. foreign counts the parts for numbers that are not ours.
func sortDelivery(d whatsapp.Delivery, mine []messaging.Channel) (in []messaging.Incoming, st []messaging.StatusUpdate, foreign int) {
	channel := func(a whatsapp.Address) (int64, bool) {
		for _, c := range mine {
			if c.PhoneNumberID == a.PhoneID && a.PhoneID != "" {
				return c.Row, true
			}
		}
		return 0, false
	}
	msgs := slices.Clone(d.Messages)
	slices.SortStableFunc(msgs, func(a, b whatsapp.Inbound) int { return int(a.At/1000 - b.At/1000) })
	for _, m := range msgs {
		row, ok := channel(m.Address)
		if !ok {
			foreign++
			continue
		}
		in = append(in, messaging.Incoming{Channel: row, Wamid: m.ID, WaID: m.From.WaID, UserID: m.From.UserID, ParentUserID: m.From.ParentUserID,
			Name: m.From.Name, At: m.At, Content: m.Content, Context: m.Context, Referral: m.Referral,
			Echo: m.Outgoing && m.Origin == whatsapp.Echo, StoreOnly: m.GroupID != "" || m.Origin == whatsapp.Standby || m.Origin == whatsapp.History})
	}
	for _, s := range d.Statuses {
		row, ok := channel(s.Address)
		if !ok {
			foreign++
			continue
		}
		u := messaging.StatusUpdate{Channel: row, Wamid: s.ID, Callback: s.Callback, State: string(s.State), At: s.At}
		if len(s.Errors) > 0 {
			u.Code, u.Detail = strconv.Itoa(s.Errors[0].Code), s.Errors[0].Error()
		}
		st = append(st, u)
	}
	return in, st, foreign
}

// why says what of a delivery was not understood; empty: all of it was.
func why(d whatsapp.Delivery, foreign int) string {
	var parts []string
	for _, u := range d.Unparsed {
		part := u.Reason
		if u.Field != "" {
			part += " (" + u.Field + ")"
		}
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	if foreign > 0 {
		parts = append(parts, "unknown_number")
	}
	return strings.Join(parts, ", ")
}

// preferences applies the wishes that people set in WhatsApp itself.
func (w *Webhook) preferences(ctx context.Context, d whatsapp.Delivery, mine []messaging.Channel) {
	for _, p := range d.Preferences {
		ours := slices.ContainsFunc(mine, func(c messaging.Channel) bool { return c.PhoneNumberID == p.PhoneID || c.WABA == p.WABA })
		if !ours {
			continue
		}
		aliases := messaging.Aliases(p.From.WaID, p.From.UserID, p.From.ParentUserID, "")
		err := w.st.Write(ctx, func(tx *store.Tx) error {
			row, err := tx.ContactByAlias(aliases...)
			if err != nil || row == 0 {
				return err
			}
			return tx.SetConsent(row, p.Stop)
		})
		if err != nil {
			w.log.Error("store a person's preference", "error", err)
		}
	}
}

func (w *Webhook) noteSigned(in []messaging.Incoming, st []messaging.StatusUpdate) {
	now := w.st.Now()
	var rows []int64
	w.mu.Lock()
	add := func(row int64) {
		if now.Sub(w.seen[row]) >= signedEvery {
			w.seen[row] = now
			rows = append(rows, row)
		}
	}
	for _, m := range in {
		add(m.Channel)
	}
	for _, s := range st {
		add(s.Channel)
	}
	w.mu.Unlock()
	for _, row := range rows {
		if err := w.st.Write(context.Background(), func(tx *store.Tx) error { return tx.SawSigned(row) }); err != nil {
			w.log.Error("note a signed delivery", "error", err)
		}
	}
}

// metaSender sends by the Graph API.
type metaSender struct {
	client   *whatsapp.Client
	channels *messaging.Channels
	media    *messaging.Media
	st       *store.Store
}

// NewMetaSender makes the sender of the numbers at Meta. media may be nil
// where no message carries a file of ours.
func NewMetaSender(st *store.Store, client *whatsapp.Client, channels *messaging.Channels, media *messaging.Media) messaging.Sender {
	return &metaSender{client: client, channels: channels, media: media, st: st}
}

func credentials(c messaging.Channel) whatsapp.Credentials {
	return whatsapp.Credentials{PhoneID: c.PhoneNumberID, WABA: c.WABA, AppID: c.AppID, Token: c.Token, Secret: c.Secret}
}

// Send implements messaging.Sender.
func (s *metaSender) Send(ctx context.Context, o messaging.Outgoing) messaging.Outcome {
	c, ok := s.channels.ByRow(o.Channel)
	if !ok {
		return messaging.Outcome{Result: messaging.Refused, Code: "channel_gone"}
	}
	cred := credentials(c)
	content, failed := s.withUploads(ctx, c, cred, o.Content)
	if failed != nil {
		return *failed
	}
	to := whatsapp.To{UserID: o.To.UserID}
	if o.To.WaID != "" {
		to.Phone = "+" + o.To.WaID
	}
	if to.Phone == "" && to.UserID == "" {
		return messaging.Outcome{Result: messaging.Refused, Code: "contact_no_address"}
	}
	return outcome(s.client.Send(cred, whatsapp.Outgoing{To: to, Content: content, ReplyTo: o.ReplyTo, Callback: o.Callback}))
}

// outcome maps Meta's classes to what the outbox does.
func outcome(w whatsapp.Outcome) messaging.Outcome {
	o := messaging.Outcome{Wamid: w.MessageID, Wait: w.Wait}
	if w.Error.Code != 0 || w.Error.Title != "" {
		o.Code, o.Detail = strconv.Itoa(w.Error.Code), w.Error.Error()
	}
	if w.Cause != nil && o.Detail == "" {
		o.Detail = w.Cause.Error()
	}
	switch w.Result {
	case whatsapp.Accepted:
		o.Result = messaging.Accepted
	case whatsapp.Open:
		o.Result = messaging.Unknown
	case whatsapp.NotSent:
		o.Result = messaging.NotSent
		switch w.Class {
		case whatsapp.RetryPair:
			o.Scope = messaging.ThisContact
		case whatsapp.Retry:
			o.Scope = messaging.ThisChannel
			if w.Error.Code == 0 { // never reached Meta: the network's fault, not a limit of the number
				o.Scope = messaging.ThisMessage
			}
		}
	default:
		o.Result = messaging.Refused
		if w.Class == whatsapp.FixAccount {
			o.Scope = messaging.TheAccount
		}
		if o.Code == "" {
			o.Code = "refused"
		}
	}
	return o
}

// withUploads gives Meta the files of ours that the message carries; they are
// known there for 30 days and to one number.
func (s *metaSender) withUploads(ctx context.Context, c messaging.Channel, cred whatsapp.Credentials, content message.Content) (message.Content, *messaging.Outcome) {
	upload := func(m *message.Media) (*message.Media, *messaging.Outcome) {
		if m == nil || m.ID == "" || m.GraphID != "" {
			return m, nil
		}
		id, err := store.ParseID(m.ID)
		if err != nil {
			return m, &messaging.Outcome{Result: messaging.Refused, Code: "media_gone"}
		}
		row, file, err := s.media.Open(ctx, store.MediaID{ID: id})
		if errors.Is(err, store.ErrNotFound) {
			return m, &messaging.Outcome{Result: messaging.Refused, Code: "media_gone"}
		}
		if err != nil {
			return m, &messaging.Outcome{Result: messaging.NotSent, Code: "media_store", Detail: err.Error()}
		}
		defer file.Close()
		graphID, err := s.st.UploadedAs(ctx, row.ID, c.Row)
		if errors.Is(err, store.ErrNotFound) {
			graphID, err = s.client.Upload(ctx, cred, row.Filename, row.MIME, file)
			if err == nil {
				err = s.st.Write(ctx, func(tx *store.Tx) error { return tx.KeepUpload(row.ID, c.Row, graphID) })
			}
		}
		if err != nil {
			return m, uploadOutcome(err)
		}
		sent := *m
		sent.GraphID = graphID
		return &sent, nil
	}
	var failed *messaging.Outcome
	if content.Media, failed = upload(content.Media); failed != nil {
		return content, failed
	}
	if content.Header != nil && content.Header.Media != nil {
		h := *content.Header
		if h.Media, failed = upload(h.Media); failed != nil {
			return content, failed
		}
		content.Header = &h
	}
	return content, nil
}

func uploadOutcome(err error) *messaging.Outcome {
	var meta whatsapp.Error
	if errors.As(err, &meta) {
		o := outcome(whatsapp.Outcome{Result: whatsapp.Refused, Class: whatsapp.Classify(meta.Code).Class, Error: meta})
		if c := whatsapp.Classify(meta.Code).Class; c == whatsapp.Retry || c == whatsapp.Uncertain {
			o.Result = messaging.NotSent
		}
		return &o
	}
	return &messaging.Outcome{Result: messaging.NotSent, Code: "upload", Detail: err.Error()}
}

// metaFetcher downloads what people sent.
type metaFetcher struct {
	client   *whatsapp.Client
	channels *messaging.Channels
}

// Fetch implements messaging.Fetcher.
func (f *metaFetcher) Fetch(ctx context.Context, channel int64, graphID string, w io.Writer) (string, error) {
	c, ok := f.channels.ByRow(channel)
	if !ok {
		return "", messaging.ErrMediaGone
	}
	file, err := f.client.Download(ctx, credentials(c), graphID, w)
	if errors.Is(err, whatsapp.ErrFileHost) || errors.Is(err, whatsapp.ErrFileLarge) || errors.Is(err, whatsapp.ErrFileHash) {
		return "", errors.Join(messaging.ErrMediaGone, err)
	}
	return file.MIME, err
}
