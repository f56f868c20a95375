package run

// Limits of a run. They are far above what people draw, and low enough that a
// mistake or an attack stays cheap.
const (
	// SnapshotLimit in bytes: a snapshot is written on every turn, and 64 KiB
	// still go into one page run of the database.
	SnapshotLimit = 64 << 10
	// ValueLimit in bytes of one kept value: four of them fit many times into
	// a snapshot.
	ValueLimit = 16 << 10
	// BodyLimit in bytes of an HTTP answer that the server reads at all.
	BodyLimit = 256 << 10
	// StepsPerSprint that may be entered between two waits: the longest honest
	// flow has some dozens; more without waiting is a loop.
	StepsPerSprint = 200
	// SendsPerSprint: WhatsApp takes a burst of 45 messages to one person, and
	// nobody reads twenty at once.
	SendsPerSprint = 20
	// CallsInARow that a run may make without the person or the clock moving it
	// on: a retry loop is honest, a loop without end is not.
	CallsInARow = 20
	// FramesLimit of flows that call flows.
	FramesLimit = 10
	// OptionsLimit of a question whose options are written into the text.
	OptionsLimit = 30
	// DefaultExpiry in minutes of a waiting step that sets none: 24 h, as long
	// as WhatsApp lets us answer freely.
	DefaultExpiry = 24 * 60
	// MaxWaitMinutes of any wait: a year.
	MaxWaitMinutes = 366 * 24 * 60
)
