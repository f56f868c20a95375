package api

import (
	"context"
	"net/http"

	"flusso/server/flows"
)

// registerTries are parts of a step that are tried by themselves, with given values.
func (a *API) registerTries(tag string) {
	f := a.d.Flows
	route(a, http.MethodPost, "/flows/{id}/try-call", tag, "Make the call of a step once, for real, with given values", func(ctx context.Context, in *struct {
		ByID
		Body flows.CallTry
	}) (*body[flows.CallAnswer], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.TryCall(ctx, key, in.Body, by(ctx))
		return &body[flows.CallAnswer]{v}, err
	})
	route(a, http.MethodPost, "/flows/{id}/try-expression", tag, "Fill a text in with given values; writes nothing", func(ctx context.Context, in *struct {
		ByID
		Body flows.ExpressionTry
	}) (*body[flows.ExpressionAnswer], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.TryExpression(ctx, key, in.Body)
		return &body[flows.ExpressionAnswer]{v}, err
	})
	route(a, http.MethodPost, "/flows/{id}/try-condition", tag, "Compare the rows of a condition with given values; writes nothing", func(ctx context.Context, in *struct {
		ByID
		Body flows.ConditionTry
	}) (*body[flows.ConditionAnswer], error) {
		key, err := a.flowID(in.ID)
		if err != nil {
			return nil, err
		}
		v, err := f.TryCondition(ctx, key, in.Body)
		return &body[flows.ConditionAnswer]{v}, err
	})
}
