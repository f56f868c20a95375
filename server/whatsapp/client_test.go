package whatsapp_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"flusso/engine/message"
	"flusso/server/servertest"
	"flusso/server/whatsapp"
)

func connect(t *testing.T) (*servertest.Graph, *whatsapp.Client, whatsapp.Credentials) {
	t.Helper()
	g := servertest.NewGraph(t)
	c, err := whatsapp.NewClient(whatsapp.Options{GraphURL: g.URL, Version: "v26.0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	a := g.Account()
	return g, c, whatsapp.Credentials{PhoneID: a.PhoneID, WABA: a.WABA, AppID: a.AppID, Token: a.Token, Secret: a.Secret}
}

func hello(to string) whatsapp.Outgoing {
	return whatsapp.Outgoing{To: whatsapp.To{Phone: to}, Content: message.Content{Type: message.Text, Text: "hi"}, Callback: "m1"}
}

func TestEveryEndOfASend(t *testing.T) {
	g, c, cred := connect(t)
	g.Set(func(a *servertest.Account) { a.RequireProof = true })
	for _, end := range []struct {
		mode      servertest.Mode
		result    whatsapp.Result
		class     whatsapp.Class
		delivered int
	}{
		{servertest.Accept, whatsapp.Accepted, "", 1},
		{servertest.Throttle, whatsapp.NotSent, whatsapp.Retry, 0},
		{servertest.PairLimit, whatsapp.NotSent, whatsapp.RetryPair, 0},
		{servertest.Broken, whatsapp.Open, whatsapp.Uncertain, 0},
		{servertest.Ambiguous, whatsapp.Open, whatsapp.Uncertain, 1},
		{servertest.Drop, whatsapp.Open, whatsapp.Uncertain, 0},
		{servertest.DropAfter, whatsapp.Open, whatsapp.Uncertain, 1},
		{servertest.HTML, whatsapp.Open, whatsapp.Uncertain, 0},
		{servertest.Refuse, whatsapp.Refused, whatsapp.StopRecipient, 0},
	} {
		before := len(g.Sent())
		g.Script(end.mode)
		out := c.Send(cred, hello("+393331112222"))
		if out.Result != end.result || out.Class != end.class {
			t.Errorf("mode %d: %+v", end.mode, out)
		}
		if got := len(g.Sent()) - before; got != end.delivered {
			t.Errorf("mode %d: delivered %d times", end.mode, got)
		}
	}
	out := c.Send(cred, hello("+393331112222"))
	if out.MessageID == "" || out.WaID != "393331112222" || g.Sent()[len(g.Sent())-1].Callback != "m1" {
		t.Error(out)
	}
	byID := c.Send(cred, whatsapp.Outgoing{To: whatsapp.To{UserID: "IT.1x9"}, Content: message.Content{Type: message.Text, Text: "x"}})
	if byID.Result != whatsapp.Accepted || byID.UserID != "IT.1x9" || byID.WaID != "" {
		t.Error(byID)
	}
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	g, c, cred := connect(t)
	g.Set(func(a *servertest.Account) { a.WindowClosed["393331112222"] = true })
	for name, s := range map[string]struct {
		cred  whatsapp.Credentials
		out   whatsapp.Outgoing
		class whatsapp.Class
		code  int
	}{
		"window closed":    {cred, hello("+393331112222"), whatsapp.Fallback, 131047},
		"wrong token":      {whatsapp.Credentials{PhoneID: cred.PhoneID, Token: "x"}, hello("+393330000000"), whatsapp.FixAccount, 190},
		"wrong secret":     {whatsapp.Credentials{PhoneID: cred.PhoneID, Token: cred.Token, Secret: "x"}, hello("+393330000000"), whatsapp.FixRequest, 100},
		"not a number":     {cred, hello("393330000000"), whatsapp.FixRequest, 131009},
		"unknown template": {cred, whatsapp.Outgoing{To: whatsapp.To{Phone: "+393330000000"}, Content: message.Content{Type: message.Template, Template: &message.TemplateCall{Name: "n", Language: "it"}}}, whatsapp.FixRequest, 132001},
		"nothing to send":  {cred, whatsapp.Outgoing{To: whatsapp.To{Phone: "+39"}}, whatsapp.FixRequest, 100},
	} {
		out := c.Send(s.cred, s.out)
		if out.Result != whatsapp.Refused || out.Class != s.class || out.Error.Code != s.code {
			t.Errorf("%s: %+v", name, out)
		}
		if strings.Contains(out.Error.Error(), cred.Token) || strings.Contains(out.Error.Error(), cred.Secret) {
			t.Errorf("%s shows a secret", name)
		}
	}
}

// TestNobodyThere: a refused connection is known to have sent nothing.
func TestNobodyThere(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().String()
	_ = ln.Close()
	for _, scheme := range []string{"http://", "https://"} {
		c, err := whatsapp.NewClient(whatsapp.Options{GraphURL: scheme + addr, Version: "v26.0"})
		if err != nil {
			t.Fatal(err)
		}
		if out := c.Send(whatsapp.Credentials{PhoneID: "1", Token: "t"}, hello("+393330000000")); out.Result != whatsapp.NotSent || out.Wait <= 0 {
			t.Errorf("%+v", out)
		}
	}
}

// TestHandshakeFailureSentNothing: a server that does not speak TLS.
func TestHandshakeFailureSentNothing(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	defer srv.Close()
	c, err := whatsapp.NewClient(whatsapp.Options{GraphURL: strings.Replace(srv.URL, "http://", "https://", 1), Version: "v26.0"})
	if err != nil {
		t.Fatal(err)
	}
	if out := c.Send(whatsapp.Credentials{PhoneID: "1", Token: "t"}, hello("+393330000000")); out.Result != whatsapp.NotSent {
		t.Errorf("%+v", out)
	}
}

// TestConnectionClosedWhileIdle: the other side closes a kept connection between two sends. The
// second one is known not to have left, and must not count as uncertain.
func TestConnectionClosedWhileIdle(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	closed := make(chan struct{})
	go func() {
		for i := 0; ; i++ {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			req, err := http.ReadRequest(bufio.NewReader(conn))
			if err == nil {
				_, _ = io.Copy(io.Discard, req.Body)
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 33\r\n\r\n"+`{"messages":[{"id":"wamid.ONE"}]}`)
			}
			_ = conn.Close()
			if i == 0 {
				close(closed)
			}
		}
	}()
	c, err := whatsapp.NewClient(whatsapp.Options{GraphURL: "http://" + ln.Addr().String(), Version: "v26.0"})
	if err != nil {
		t.Fatal(err)
	}
	cred := whatsapp.Credentials{PhoneID: "1", Token: "t"}
	if out := c.Send(cred, hello("+393330000000")); out.Result != whatsapp.Accepted {
		t.Fatalf("%+v", out)
	}
	<-closed
	for range 50 { // the news of the close travels through the loopback
		out := c.Send(cred, hello("+393330000000"))
		if out.Result == whatsapp.NotSent {
			return
		}
		if out.Result == whatsapp.Open && strings.Contains(out.Cause.Error(), "closed connection") {
			t.Fatalf("a close while idle looks like an uncertain send: %v", out.Cause)
		}
	}
	t.Fatal("the closed connection was never met")
}

func TestMediaDownload(t *testing.T) {
	g, c, cred := connect(t)
	g.AddFile("77", "image/png; x=1", []byte("pixels"), "")
	var got bytes.Buffer
	f, err := c.Download(t.Context(), cred, "77", &got)
	if err != nil || got.String() != "pixels" || f.MIME != "image/png" || f.Size != 6 || len(f.SHA256) != 64 {
		t.Fatal(f, err)
	}
	g.AddFile("78", "image/png", []byte("other"), strings.Repeat("00", 32))
	if _, err := c.Download(t.Context(), cred, "78", io.Discard); !errors.Is(err, whatsapp.ErrFileHash) {
		t.Error(err)
	}
	if _, err := c.Download(t.Context(), cred, "404", io.Discard); err == nil {
		t.Error("a file that does not exist")
	}
	id, err := c.Upload(t.Context(), cred, "a\"b\r\n.txt", "text/plain", strings.NewReader("x"))
	if err != nil || id == "" {
		t.Error(id, err)
	}
}

// TestTokenGoesToMetaOnly: an answer that names another host must not get the token.
func TestTokenGoesToMetaOnly(t *testing.T) {
	thief := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the thief was asked") }))
	defer thief.Close()
	elsewhere := strings.Replace(thief.URL, "127.0.0.1", "localhost", 1)
	redirect := false
	var meta *httptest.Server
	meta = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/file":
			http.Redirect(w, r, elsewhere, http.StatusFound)
		case redirect:
			_, _ = io.WriteString(w, `{"url":"`+meta.URL+`/file"}`)
		default:
			_, _ = io.WriteString(w, `{"url":"`+elsewhere+`/x"}`)
		}
	}))
	defer meta.Close()
	c, err := whatsapp.NewClient(whatsapp.Options{GraphURL: meta.URL, Version: "v26.0"})
	if err != nil {
		t.Fatal(err)
	}
	for _, redirect = range []bool{false, true} {
		if _, err := c.Download(t.Context(), whatsapp.Credentials{Token: "t"}, "1", io.Discard); !errors.Is(err, whatsapp.ErrFileHost) {
			t.Errorf("redirect %v: %v", redirect, err)
		}
	}
}

func TestReadMarkAndTyping(t *testing.T) {
	g, c, cred := connect(t)
	if err := c.MarkRead(cred, "wamid.A", true); err != nil || len(g.Reads()) != 1 {
		t.Fatal(err, g.Reads())
	}
	var meta whatsapp.Error
	if err := c.MarkRead(cred, "nonsense", false); !errors.As(err, &meta) || meta.Code != 100 {
		t.Fatal(err)
	}
}

func TestErrorsOfMetaDownHoldNoSecret(t *testing.T) {
	g, c, cred := connect(t)
	g.Set(func(a *servertest.Account) { a.Unreachable = true })
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err := c.Number(ctx, cred)
	if err == nil || strings.Contains(err.Error(), "appsecret_proof") || strings.Contains(err.Error(), cred.Token) {
		t.Fatal(err)
	}
}

func TestVersionEnds(t *testing.T) {
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for version, want := range map[string]bool{"v20.0": true, "v21.0": true, "v23.0": false, "v26.0": false, "v99.0": false} {
		if _, soon := whatsapp.VersionEnds(version, now); soon != want {
			t.Errorf("%s: %v", version, soon)
		}
	}
}
