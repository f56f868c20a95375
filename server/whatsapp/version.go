package whatsapp

import "time"

// versionEnds are the days on which versions of the Graph API stop. A call with an expired version
// is served by the oldest living one, without an error: hence the warning before it.
var versionEnds = map[string]time.Time{
	"v20.0": day(2026, 9, 24), "v21.0": day(2027, 1, 21), "v22.0": day(2027, 5, 20),
	"v23.0": day(2027, 10, 8), "v24.0": day(2028, 2, 18), "v25.0": day(2028, 7, 29),
}

// warnBefore is how long before its end a version is worth a warning.
const warnBefore = 90 * 24 * time.Hour

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// VersionEnds says when a version of the Graph API stops, if that is known and near or past.
func VersionEnds(version string, now time.Time) (time.Time, bool) {
	end, known := versionEnds[version]
	return end, known && now.Add(warnBefore).After(end)
}
