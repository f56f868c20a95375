package store

import "context"

// Delivery is a webhook as it came.
type Delivery struct {
	ID, At int64
	Body   []byte
	Error  string
}

// Unparsed lists the webhooks that could not be read, in whole or in part, the newest first.
func (s *Store) Unparsed(ctx context.Context, before int64, limit int) (out []Delivery, err error) {
	q := s.read.WithContext(ctx).Where("error <> ''").Order("id desc").Limit(limit)
	if before > 0 {
		q = q.Where("id < ?", before)
	}
	return out, q.Find(&out).Error
}

// DeadJob is work that was given up.
type DeadJob struct {
	ID                      int64
	Kind, Lane, PayloadJSON string
	DueAt, CreatedAt        int64
	Tries                   int
	Error                   string
}

// DeadJobs lists work that was given up, the newest first.
func (s *Store) DeadJobs(ctx context.Context, before int64, limit int) (out []DeadJob, err error) {
	q := s.read.WithContext(ctx).Table("jobs").Where("state = 1").Order("id desc").Limit(limit)
	if before > 0 {
		q = q.Where("id < ?", before)
	}
	return out, q.Find(&out).Error
}

// Backlog counts open and dead work and messages that wait to be sent, for the metrics.
func (s *Store) Backlog(ctx context.Context) (open, dead, toSend int64, err error) {
	row := s.rdb.QueryRowContext(ctx, `select (select count(*) from (select 1 from jobs where state = 0 limit 100000)),
		(select count(*) from (select 1 from jobs where state = 1 limit 100000)),
		(select count(*) from (select 1 from messages where direction = 1 and state < 3 limit 100000))`)
	err = row.Scan(&open, &dead, &toSend)
	return open, dead, toSend, err
}

// MediaByID finds a file of ours.
func (s *Store) MediaByID(ctx context.Context, id MediaID) (m Media, err error) {
	err = s.read.WithContext(ctx).Where("uid = ?", id.ID[:]).Take(&m).Error
	return m, one(err)
}
