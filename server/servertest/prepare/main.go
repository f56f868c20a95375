// Command prepare puts a channel and the lead flow into a running Flusso by its
// public API, so that the load generator can talk to it.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
)

func main() {
	base := flag.String("base", "http://127.0.0.1:8080", "address of the program")
	email := flag.String("email", "", "FLUSSO_ADMIN_EMAIL")
	password := flag.String("password", "", "FLUSSO_ADMIN_PASSWORD")
	secret := flag.String("app-secret", "", "app secret that signs the webhooks")
	phone := flag.String("phone-id", "100000000000001", "phone number id")
	doc := flag.String("document", "engine/enginetest/lead.json", "flow document")
	flag.Parse()
	if err := prepare(*base, *email, *password, *secret, *phone, *doc); err != nil {
		fmt.Fprintln(os.Stderr, "prepare:", err)
		os.Exit(1)
	}
}

type client struct {
	base string
	http http.Client
}

func (c *client) post(path string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	res, err := c.http.Post(c.base+"/api/v1/"+path, "application/json", bytes.NewReader(raw))
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 300 {
		return fmt.Errorf("POST %s: %s: %s", path, res.Status, body)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(body, out)
}

func prepare(base, email, password, secret, phone, file string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	c := &client{base: base, http: http.Client{Jar: jar}}
	if err := c.post("auth/login", map[string]string{"email": email, "password": password}, nil); err != nil {
		return err
	}
	var channel struct{ ID string }
	err = c.post("channels", map[string]string{"name": "Load", "phone_number_id": phone, "waba_id": "200000000000002", "access_token": "load", "app_secret": secret}, &channel)
	if err != nil {
		return err
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		return err
	}
	doc["settings"].(map[string]any)["channels"] = []string{channel.ID}
	var flow struct {
		ID       string
		Revision int
	}
	if err := c.post("flows", map[string]any{"name": "Lead", "document": doc}, &flow); err != nil {
		return err
	}
	return c.post("flows/"+flow.ID+"/publish", map[string]any{"revision": flow.Revision, "name": "First"}, nil)
}
