package step

import (
	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/run"
)

// Window says what a step does when the 24 hours are over in which WhatsApp
// takes messages of any kind.
type Window struct {
	Mode         string          `json:"mode" title:"More than 24 hours after the last message" help:"WhatsApp then takes approved templates only." widget:"select" enum:"fail=Stop the flow with a problem|exit=Leave by a path of its own|template=Send a template instead"`
	Template     templateCopy    `json:"template" title:"Template" widget:"template_picker" when:"window.mode=template"`
	HeaderParams []expr.Template `json:"header_params" title:"Variables of the header" widget:"template_params" items:"1" max:"60" when:"window.mode=template&window.template.header.type=text"`
	HeaderMedia  Media           `json:"header_media" title:"File of the header" widget:"media" when:"window.mode=template&window.template.header.type=image|window.mode=template&window.template.header.type=video|window.mode=template&window.template.header.type=document"`
	HeaderPlace  placeForm       `json:"header_place" when:"window.mode=template&window.template.header.type=location"`
	BodyParams   []expr.Template `json:"body_params" title:"Variables of the text" widget:"template_params" items:"50" max:"1024" when:"window.mode=template"`
	ButtonParams []expr.Template `json:"button_params" title:"Variables of the buttons" widget:"template_params" items:"10" max:"2000" when:"window.mode=template&window.template.buttons"`
}

const (
	windowExit     = "exit"
	windowTemplate = "template"
	// exitWindowClosed is taken when the window is closed and the author drew a path for it.
	exitWindowClosed = "window_closed"
)

var windowClosedExit = ExitRule{ID: exitWindowClosed, Label: "More than 24 hours silent", When: "window.mode=exit"}

// openWindow is what a new step has.
var openWindow = Window{Mode: "fail", Template: templateCopy{Buttons: []templateButton{}}, HeaderMedia: Media{Source: "upload"},
	HeaderParams: []expr.Template{}, BodyParams: []expr.Template{}, ButtonParams: []expr.Template{}}

func (w Window) binding() binding {
	return binding{w.Template, w.HeaderParams, w.HeaderMedia, w.HeaderPlace, w.BodyParams, w.ButtonParams}
}

// closed says what becomes of a step that wants to send now: nil when it may.
// sent tells that the template went out in its place.
func (w Window) closed(s *run.Scope) (out *run.Outcome, sent bool) {
	if s.WindowOpen() {
		return nil, false
	}
	switch w.Mode {
	case windowExit:
		o := run.Leave(exitWindowClosed)
		return &o, false
	case windowTemplate:
		if w.binding().send(s) {
			return nil, true
		}
	default:
		s.Problem(run.CodeWindowClosed)
	}
	o := run.Fail(run.CodeWindowClosed)
	return &o, false
}

func (w Window) check(k *Checker) {
	if w.Mode == windowTemplate {
		w.binding().check(k, "window.")
	}
}

func (w Window) refs() []flow.Reference {
	if w.Mode == windowTemplate {
		return w.binding().refs("window.")
	}
	return nil
}

// ask says the question, or what goes instead when the 24 hours are over. door:
// a template went first, and the question follows once the person writes. An
// outcome ends the step here.
func (w Window) ask(s *run.Scope, question func() bool) (out *run.Outcome, door bool) {
	out, sent := w.closed(s)
	if out != nil || sent {
		return out, sent
	}
	if !question() {
		failed := run.Fail(run.CodeNotSendable)
		return &failed, false
	}
	return nil, false
}
