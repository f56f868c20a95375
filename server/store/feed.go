package store

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"gorm.io/gorm"
)

// FeedKept is how long the feed remembers: a browser that was away longer
// gets a reset.
const FeedKept = 24 * time.Hour

// Topic is a kind of thing that a commit may touch.
type Topic string

// What the feed speaks of. Row 0 means the list of them.
const (
	TopicFlow         Topic = "flow"
	TopicRun          Topic = "run"
	TopicConversation Topic = "conversation"
	TopicContact      Topic = "contact"
	TopicChannel      Topic = "channel"
	TopicDelivery     Topic = "delivery"
	TopicAccount      Topic = "account"
	TopicTemplate     Topic = "template"
	TopicTag          Topic = "tag"
	TopicHook         Topic = "hook"
	TopicTrial        Topic = "trial"
)

// topics of one commit: rows by kind.
type topics map[Topic][]int64

func (t *topics) add(kind Topic, row int64) {
	if *t == nil {
		*t = topics{}
	}
	if rows := (*t)[kind]; !slices.Contains(rows, row) {
		(*t)[kind] = append(rows, row)
	}
}

// feed tells waiting readers of the last row.
type feed struct {
	mu   sync.Mutex
	last int64
	wake chan struct{}
}

func (f *feed) load(db *gorm.DB) error {
	f.wake = make(chan struct{})
	return db.Raw("select coalesce(max(id), 0) from feed").Scan(&f.last).Error
}

func (f *feed) advance(id int64) {
	f.mu.Lock()
	f.last = id
	close(f.wake)
	f.wake = make(chan struct{})
	f.mu.Unlock()
}

// FeedLast returns the id of the last row and a channel that is closed when
// there is a newer one.
func (s *Store) FeedLast() (int64, <-chan struct{}) {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	return s.feed.last, s.feed.wake
}

// FeedItem is one commit: what it touched, as public topics ("flow:<id>", and
// "flows" for the list).
type FeedItem struct {
	ID     int64
	Topics []string
}

// plural names the list topic that goes with a kind.
var plural = map[Topic]string{TopicFlow: "flows", TopicRun: "runs", TopicConversation: "conversations",
	TopicContact: "contacts", TopicChannel: "channels", TopicDelivery: "deliveries", TopicAccount: "account", TopicTemplate: "templates", TopicTag: "tags", TopicHook: "hooks", TopicTrial: "trials"}

// tableOf holds the kinds that have a public id.
var tableOf = map[Topic]string{TopicFlow: "flows", TopicRun: "runs", TopicConversation: "conversations",
	TopicContact: "contacts", TopicChannel: "channels"}

// FeedSince returns the commits after the given id, oldest first. gone is true
// when the id is older than what the feed remembers, or unknown: the reader
// must fetch everything again.
func (s *Store) FeedSince(ctx context.Context, after int64, limit int) (items []FeedItem, gone bool, err error) {
	var first, last int64
	err = s.rdb.QueryRowContext(ctx, "select coalesce(min(id), 0), coalesce(max(id), 0) from feed").Scan(&first, &last)
	if err != nil {
		return nil, false, err
	}
	if after > last || (first > 0 && after < first-1) {
		return nil, true, nil
	}
	rows, err := s.rdb.QueryContext(ctx, "select id, topics_json from feed where id > ? order by id limit ?", after, limit)
	if err != nil {
		return nil, false, err
	}
	var ids []int64
	var touched []topics
	for rows.Next() {
		var id int64
		var raw []byte
		if err := rows.Scan(&id, &raw); err != nil {
			rows.Close()
			return nil, false, err
		}
		var t topics
		if err := json.Unmarshal(raw, &t); err != nil {
			rows.Close()
			return nil, false, err
		}
		ids, touched = append(ids, id), append(touched, t)
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return nil, false, err
	}
	names, err := s.publicNames(ctx, touched)
	if err != nil {
		return nil, false, err
	}
	for i, t := range touched {
		item := FeedItem{ID: ids[i]}
		for kind, list := range t {
			item.Topics = append(item.Topics, plural[kind])
			for _, row := range list {
				if id, ok := names[kind][row]; ok {
					item.Topics = append(item.Topics, string(kind)+":"+id.String())
				}
			}
		}
		slices.Sort(item.Topics)
		items = append(items, item)
	}
	return items, false, nil
}

// publicNames looks up the public ids of the rows that the topics name.
func (s *Store) publicNames(ctx context.Context, touched []topics) (map[Topic]map[int64]ID, error) {
	names := map[Topic]map[int64]ID{}
	for kind, table := range tableOf {
		var all []any
		for _, t := range touched {
			for _, row := range t[kind] {
				if row > 0 {
					all = append(all, row)
				}
			}
		}
		names[kind] = map[int64]ID{}
		for len(all) > 0 {
			n := min(len(all), perStatement)
			rows, err := s.rdb.QueryContext(ctx, "select id, uid from "+table+" where id in ("+marks(n)+")", all[:n]...)
			if err != nil {
				return nil, err
			}
			for rows.Next() {
				var row int64
				var uid []byte
				if err := rows.Scan(&row, &uid); err != nil {
					rows.Close()
					return nil, err
				}
				names[kind][row] = idOf(uid)
			}
			rows.Close()
			if err := rows.Err(); err != nil {
				return nil, err
			}
			all = all[n:]
		}
	}
	return names, nil
}
