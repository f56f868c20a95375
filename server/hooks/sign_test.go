package hooks

import (
	"testing"
	"time"
)

// TestSign holds the example of the Standard Webhooks specification.
func TestSign(t *testing.T) {
	got := Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
	if want := "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestHeadersCarryBothSecretsOfARotation(t *testing.T) {
	h := Headers("id", time.Unix(1614265330, 0), []byte("{}"), newSecret(), "", newSecret())
	if n := len(h["webhook-signature"]); n != 2*(3+44)+1 {
		t.Errorf("signature %q", h["webhook-signature"])
	}
	if h["webhook-timestamp"] != "1614265330" || h["webhook-id"] != "id" {
		t.Errorf("headers %v", h)
	}
}

// TestWaitsLastADay: a receiver may be down for a night.
func TestWaitsLastADay(t *testing.T) {
	var all time.Duration
	for _, w := range waits {
		all += w
	}
	if all < 23*time.Hour || all > 25*time.Hour {
		t.Errorf("the attempts span %s", all)
	}
}
