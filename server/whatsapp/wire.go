package whatsapp

import "encoding/json"

// The shapes of a webhook. Everything in them is optional; see loose.go.

type wireEnvelope struct {
	Object text            `json:"object"`
	Entry  list[wireEntry] `json:"entry"`
}

type wireEntry struct {
	ID      text             `json:"id"`
	Time    number           `json:"time"`
	Changes list[wireChange] `json:"changes"`
}

type wireChange struct {
	Field text            `json:"field"`
	Value json.RawMessage `json:"value"`
}

type wireMetadata struct {
	Display text `json:"display_phone_number"`
	PhoneID text `json:"phone_number_id"`
}

// wireValue is the value of the fields that hold messages and statuses.
type wireValue struct {
	Metadata    maybe[wireMetadata]   `json:"metadata"`
	Contacts    list[wireContact]     `json:"contacts"`
	Messages    list[json.RawMessage] `json:"messages"`
	Echoes      list[json.RawMessage] `json:"message_echoes"`
	Statuses    list[json.RawMessage] `json:"statuses"`
	Errors      list[wireError]       `json:"errors"`
	Actions     json.RawMessage       `json:"user_actions"`
	Standby     json.RawMessage       `json:"standby"`
	History     list[wireHistory]     `json:"history"`
	Preferences list[wirePreference]  `json:"user_preferences"`
}

type wireContact struct {
	Profile      maybe[wireProfile] `json:"profile"`
	WaID         text               `json:"wa_id"`
	UserID       text               `json:"user_id"`
	ParentUserID text               `json:"parent_user_id"`
	IdentityHash text               `json:"identity_key_hash"`
}

type wireProfile struct {
	Name     text `json:"name"`
	Username text `json:"username"`
}

type wireHistory struct {
	Threads list[wireThread] `json:"threads"`
	Errors  list[wireError]  `json:"errors"`
}

type wireThread struct {
	ID       text                  `json:"id"`
	UserID   text                  `json:"user_id"`
	Messages list[json.RawMessage] `json:"messages"`
}

type wirePreference struct {
	WaID     text   `json:"wa_id"`
	UserID   text   `json:"user_id"`
	Category text   `json:"category"`
	Value    text   `json:"value"`
	At       number `json:"timestamp"`
}

type wireMessage struct {
	ID           text                 `json:"id"`
	From         text                 `json:"from"`
	FromUserID   text                 `json:"from_user_id"`
	FromParentID text                 `json:"from_parent_user_id"`
	To           text                 `json:"to"`
	ToUserID     text                 `json:"to_user_id"`
	GroupID      text                 `json:"group_id"`
	At           number               `json:"timestamp"`
	Type         text                 `json:"type"`
	Context      maybe[wireContext]   `json:"context"`
	Referral     maybe[wireReferral]  `json:"referral"`
	Errors       list[wireError]      `json:"errors"`
	Text         maybe[wireBody]      `json:"text"`
	Image        maybe[wireMedia]     `json:"image"`
	Video        maybe[wireMedia]     `json:"video"`
	Audio        maybe[wireMedia]     `json:"audio"`
	Voice        maybe[wireMedia]     `json:"voice"`
	Document     maybe[wireMedia]     `json:"document"`
	Sticker      maybe[wireMedia]     `json:"sticker"`
	Location     maybe[wireLocation]  `json:"location"`
	Contacts     list[wireCard]       `json:"contacts"`
	Interactive  maybe[wireTap]       `json:"interactive"`
	Button       maybe[wireButton]    `json:"button"`
	Reaction     maybe[wireReaction]  `json:"reaction"`
	Order        json.RawMessage      `json:"order"`
	System       maybe[wireSystem]    `json:"system"`
	Unsupported  maybe[wireKind]      `json:"unsupported"`
	Edit         maybe[wireCorrected] `json:"edit"`
	Revoke       maybe[wireCorrected] `json:"revoke"`
}

type wireContext struct {
	ID        text `json:"id"`
	Forwarded flag `json:"forwarded"`
	Often     flag `json:"frequently_forwarded"`
}

type wireReferral struct {
	Type     text `json:"source_type"`
	ID       text `json:"source_id"`
	URL      text `json:"source_url"`
	Headline text `json:"headline"`
	Body     text `json:"body"`
	Image    text `json:"image_url"`
	Thumb    text `json:"thumbnail_url"`
	Click    text `json:"ctwa_clid"`
}

type wireBody struct {
	Body text `json:"body"`
}

type wireMedia struct {
	ID       text   `json:"id"`
	MIME     text   `json:"mime_type"`
	SHA      text   `json:"sha256"`
	Caption  text   `json:"caption"`
	Filename text   `json:"filename"`
	Size     number `json:"file_size"`
	Voice    flag   `json:"voice"`
	Animated flag   `json:"animated"`
}

type wireLocation struct {
	Latitude  decimal `json:"latitude"`
	Longitude decimal `json:"longitude"`
	Name      text    `json:"name"`
	Address   text    `json:"address"`
	URL       text    `json:"url"`
}

type wireCard struct {
	Name   maybe[wireName] `json:"name"`
	Org    maybe[wireOrg]  `json:"org"`
	Phones list[wirePhone] `json:"phones"`
	Emails list[wireEmail] `json:"emails"`
}

type wireName struct {
	Formatted text `json:"formatted_name"`
	First     text `json:"first_name"`
	Last      text `json:"last_name"`
}

type wireOrg struct {
	Company text `json:"company"`
}

type wirePhone struct {
	Phone text `json:"phone"`
	Type  text `json:"type"`
	WaID  text `json:"wa_id"`
}

type wireEmail struct {
	Email text `json:"email"`
}

type wireTap struct {
	Type   text             `json:"type"`
	Button maybe[wireReply] `json:"button_reply"`
	List   maybe[wireReply] `json:"list_reply"`
	Form   maybe[wireForm]  `json:"nfm_reply"`
}

type wireReply struct {
	ID          text `json:"id"`
	Title       text `json:"title"`
	Description text `json:"description"`
}

type wireForm struct {
	Name     text `json:"name"`
	Body     text `json:"body"`
	Response text `json:"response_json"`
}

type wireButton struct {
	Payload text `json:"payload"`
	Text    text `json:"text"`
}

type wireReaction struct {
	MessageID text `json:"message_id"`
	Emoji     text `json:"emoji"`
}

type wireSystem struct {
	Type         text `json:"type"`
	Body         text `json:"body"`
	WaID         text `json:"wa_id"`
	NewWaID      text `json:"new_wa_id"`
	UserID       text `json:"user_id"`
	Previous     text `json:"previous_user_id"`
	Customer     text `json:"customer"`
	ParentUserID text `json:"parent_user_id"`
}

type wireKind struct {
	Type text `json:"type"`
}

type wireCorrected struct {
	Original text            `json:"original_message_id"`
	Message  json.RawMessage `json:"message"`
}

type wireStatus struct {
	ID          text               `json:"id"`
	Type        text               `json:"type"`
	State       text               `json:"status"`
	At          number             `json:"timestamp"`
	Recipient   text               `json:"recipient_id"`
	UserID      text               `json:"recipient_user_id"`
	ParentID    text               `json:"recipient_parent_user_id"`
	ParentOld   text               `json:"parent_recipient_user_id"` // its name before May 2026
	Kind        text               `json:"recipient_type"`
	Participant text               `json:"recipient_participant_id"`
	PartOld     text               `json:"participant_recipient_id"`
	PartUser    text               `json:"recipient_participant_user_id"`
	Callback    text               `json:"biz_opaque_callback_data"`
	Errors      list[wireError]    `json:"errors"`
	Pricing     maybe[wirePricing] `json:"pricing"`
	Talk        maybe[wireTalk]    `json:"conversation"`
}

type wirePricing struct {
	Billable flag `json:"billable"`
	Model    text `json:"pricing_model"`
	Type     text `json:"type"`
	Category text `json:"category"`
}

type wireTalk struct {
	Expires number `json:"expiration_timestamp"`
}
