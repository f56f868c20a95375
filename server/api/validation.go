package api

import (
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"flusso/server/fault"
)

// huma reports wrong requests by status and sentence. Here they become our codes, so that there is
// one shape of error whoever finds it.
func init() {
	huma.NewError = func(code int, message string, errs ...error) huma.StatusError {
		return problem(fromHuma(code, message, errs))
	}
}

func fromHuma(code int, message string, errs []error) error {
	switch code {
	case http.StatusUnprocessableEntity, http.StatusBadRequest:
		var fields []fault.Field
		for _, err := range errs {
			var d huma.ErrorDetailer
			if errors.As(err, &d) && d.ErrorDetail().Location != "" {
				f := fieldOf(d.ErrorDetail())
				if f.Path == "" && f.Code == fault.Malformed { // the body as a whole
					return fault.BadRequest.With("reason", d.ErrorDetail().Message)
				}
				fields = append(fields, f)
			}
		}
		if len(fields) > 0 {
			return fault.Fields(fields...)
		}
		if len(errs) > 0 {
			message += ": " + errs[0].Error()
		}
		return fault.BadRequest.With("reason", message)
	case http.StatusRequestEntityTooLarge:
		return fault.BodyTooLarge.With("limit", size(jsonLimit))
	case http.StatusUnsupportedMediaType:
		return fault.BadContentType.New()
	case http.StatusNotFound:
		return fault.NoRoute.New()
	case http.StatusRequestTimeout:
		return fault.BadRequest.With("reason", "it took too long to arrive")
	case http.StatusNotAcceptable:
		return fault.BadRequest.With("reason", "Accept must allow application/json")
	}
	return fault.InternalError.Because(errors.Join(append([]error{errors.New(message)}, errs...)...))
}

// sentences of huma's validation and what they mean. $1 is a parameter.
var sentences = []struct {
	pattern *regexp.Regexp
	code    fault.Code
	param   string
}{
	{regexp.MustCompile(`^expected required property (.+) to be present$`), fault.Required, "<path>"},
	{regexp.MustCompile(`^required .* parameter is missing$`), fault.Required, ""},
	{regexp.MustCompile(`^unexpected property$`), fault.Unexpected, ""},
	{regexp.MustCompile(`^expected length <= (\d+)$`), fault.TooLong, "max"},
	{regexp.MustCompile(`^expected length >= (\d+)$`), fault.TooShort, "min"},
	{regexp.MustCompile(`^expected number >=? ?(.+)$`), fault.TooSmall, "min"},
	{regexp.MustCompile(`^expected number <=? ?(.+)$`), fault.TooBig, "max"},
	{regexp.MustCompile(`^expected array length >= (\d+)$`), fault.TooFew, "min"},
	{regexp.MustCompile(`^expected array length <= (\d+)$`), fault.TooMuch, "max"},
	{regexp.MustCompile(`^expected value to be one of "(.*)"$`), fault.NotOneOf, "values"},
	{regexp.MustCompile(`^expected array items to be unique$`), fault.NotUnique, ""},
	{regexp.MustCompile(`^expected (string|number|integer|boolean|array|object)$`), fault.WrongType, "expected"},
}

func fieldOf(d *huma.ErrorDetail) fault.Field {
	path := pointer(d.Location)
	for _, s := range sentences {
		m := s.pattern.FindStringSubmatch(d.Message)
		switch {
		case m == nil:
		case s.param == "<path>":
			return fault.At(path+"/"+m[1], s.code)
		case s.param == "" || len(m) < 2:
			return fault.At(path, s.code)
		case s.param == "values" || s.param == "expected":
			return fault.At(path, s.code, s.param, m[1])
		default:
			if n, err := strconv.ParseFloat(m[1], 64); err == nil {
				return fault.At(path, s.code, s.param, n)
			}
			return fault.At(path, s.code, s.param, m[1])
		}
	}
	return fault.At(path, fault.Malformed)
}

// pointer turns huma's "body.items[0].name" into "/items/0/name"; what does not stand in the body
// keeps its place as the first part, as "query/limit".
func pointer(location string) string {
	location = strings.NewReplacer("[", ".", "]", "").Replace(location)
	if rest, ok := strings.CutPrefix(location, "body"); ok && (rest == "" || rest[0] == '.') {
		return strings.ReplaceAll(rest, ".", "/")
	}
	return strings.ReplaceAll(location, ".", "/")
}

func size(bytes int) string {
	if bytes >= 1<<20 {
		return strconv.Itoa(bytes>>20) + " MB"
	}
	return strconv.Itoa(bytes>>10) + " KB"
}
