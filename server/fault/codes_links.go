package fault

// Preview links.
var (
	LinkGone        = Define("link_gone", Gone, "This link has ended or was withdrawn.")
	TooManyRequests = Define("too_many_requests", TooMany, "Too many requests. Try again in {seconds} s.")
)
