package step

import (
	"regexp"
	"strconv"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/message"
	"flusso/engine/run"
)

// replyID is what WhatsApp gives back on a tap. It carries the step, so that a
// tap on an old message is never taken for an answer to the current one.
func replyID(step, option string) string { return step + ":" + option }

// Codes of refused replies.
const (
	RefusedOldOption   = "old_option"
	RefusedNoOption    = "no_such_option"
	RefusedNotText     = "not_text"
	RefusedUnsupported = "unsupported"
	RefusedNotNumber   = "not_a_number"
	RefusedDecimals    = "no_decimals"
	RefusedRange       = "out_of_range"
	RefusedNotEmail    = "not_an_email"
	RefusedNotPhone    = "not_a_phone"
	RefusedTooLong     = "too_long"
	RefusedNotURL      = "not_a_url"
	RefusedNotDate     = "not_a_date"
	RefusedNotTime     = "not_a_time"
	RefusedNotMoment   = "not_a_date_and_time"
	RefusedNotYesNo    = "not_yes_or_no"
	RefusedNotLocation = "not_a_location"
	RefusedNotFile     = "not_a_file"
	RefusedNotDocument = "not_a_document"
	RefusedNotImage    = "not_an_image"
	RefusedNotVideo    = "not_a_video"
	RefusedNotAudio    = "not_audio"
)

// RefusalCodes lists every code that a refused reply may carry.
func RefusalCodes() []string {
	return []string{RefusedOldOption, RefusedNoOption, RefusedNotText, RefusedUnsupported, RefusedNotNumber, RefusedDecimals,
		RefusedRange, RefusedNotEmail, RefusedNotPhone, RefusedTooLong, RefusedNotURL, RefusedNotDate, RefusedNotTime, RefusedNotMoment,
		RefusedNotYesNo, RefusedNotLocation, RefusedNotFile, RefusedNotDocument, RefusedNotImage, RefusedNotVideo, RefusedNotAudio}
}

// readOption finds the option that a reply means: a tap, the title typed in
// any spelling, its number or its emoji.
func readOption(s *run.Scope, options []shown, in *message.Inbound) (chosen *shown, refused string) {
	c := in.Content
	if c.Reply != nil && (c.Type == message.ButtonReply || c.Type == message.ListReply) {
		for i := range options {
			if c.Reply.ID == replyID(s.StepID, options[i].ID) {
				return &options[i], ""
			}
		}
		return nil, RefusedOldOption
	}
	if len(c.Words()) > maxOptionWords {
		return nil, RefusedNoOption
	}
	words := expr.Fold(c.Words())
	if words == "" {
		return nil, RefusedNotText
	}
	for i := range options {
		if words == expr.Fold(options[i].Title) {
			return &options[i], ""
		}
	}
	for i := range options { // as WhatsApp showed it
		button, _ := message.Cut(options[i].Title, message.MaxButtonTitle)
		row, _ := message.Cut(options[i].Title, message.MaxRowTitle)
		if words == expr.Fold(button) || words == expr.Fold(row) {
			return &options[i], ""
		}
	}
	if n := optionNumber(words); n >= 1 && n <= len(options) {
		return &options[n-1], ""
	}
	if chosen = byEmoji(options, words); chosen != nil {
		return chosen, ""
	}
	return nil, RefusedNoOption
}

// maxOptionWords in bytes: a longer text names no option.
const maxOptionWords = 1000

// byEmoji finds the only option that begins with this emoji.
func byEmoji(options []shown, words string) (chosen *shown) {
	if e := leadingEmoji(words); e == "" || e != words {
		return nil
	}
	for i := range options {
		if leadingEmoji(options[i].Title) == words {
			if chosen != nil {
				return nil
			}
			chosen = &options[i]
		}
	}
	return chosen
}

// optionNumber reads 2, 2., 2) or the emoji of its digits.
func optionNumber(words string) int {
	if words == "🔟" {
		return 10
	}
	words = strings.TrimRight(strings.NewReplacer("\u20e3", "", "\ufe0f", "").Replace(words), ".) ")
	if len(words) == 0 || len(words) > 2 {
		return 0
	}
	n, err := strconv.Atoi(words)
	if err != nil {
		return 0
	}
	return n
}

// templatePayload is how the quick replies of our templates look.
var templatePayload = regexp.MustCompile(`^[a-z0-9]{8,26}:b[0-9]{1,2}$`)

// foreignTap says whether the reply is a tap on a message of another step: it
// is not an answer to whatever is asked now.
func foreignTap(s *run.Scope, c message.Content) bool {
	if c.Reply == nil || strings.HasPrefix(c.Reply.ID, s.StepID+":") {
		return false
	}
	switch c.Type {
	case message.ButtonReply, message.ListReply:
		return true
	case message.TemplateReply:
		return templatePayload.MatchString(c.Reply.ID)
	}
	return false
}
