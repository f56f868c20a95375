package config

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

func load(t *testing.T, environ []string, args ...string) (Config, error) {
	t.Helper()
	return Load(environ, args, &bytes.Buffer{})
}

func TestDefaults(t *testing.T) {
	c, err := load(t, nil)
	if err != nil {
		t.Fatal(err)
	}
	wd, _ := os.Getwd()
	want := Config{Addr: ":8080", Data: filepath.Join(wd, "data"), GraphURL: "https://graph.facebook.com", GraphVersion: "v26.0"}
	if d := cmp.Diff(want.Addr+want.Data+want.GraphURL+want.GraphVersion, c.Addr+c.Data+c.GraphURL+c.GraphVersion); d != "" {
		t.Fatal(d)
	}
	if c.HTTPS() || c.LogJSON || len(c.Warnings) > 0 || c.Database() != filepath.Join(wd, "data", "flusso.db") {
		t.Fatalf("%+v", c)
	}
}

func TestFlagsBeatTheEnvironment(t *testing.T) {
	c, err := load(t, []string{"FLUSSO_ADDR=:1", "FLUSSO_LOG=debug,json"}, "--addr=:2", "--public-url", "https://a.example/")
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != ":2" || c.PublicURL != "https://a.example" || !c.LogJSON || c.LogLevel != -4 {
		t.Fatalf("%+v", c)
	}
}

func TestTLSDomainDecidesAddressAndPublicURL(t *testing.T) {
	c, err := load(t, []string{"FLUSSO_TLS_DOMAIN=Flows.Example.com"})
	if err != nil || c.Addr != ":443" || c.PublicURL != "https://flows.example.com" || !c.HTTPS() {
		t.Fatalf("%+v %v", c, err)
	}
}

func TestLists(t *testing.T) {
	c, err := load(t, []string{"FLUSSO_TRUSTED_PROXIES=127.0.0.1, 10.1.2.3/8", "FLUSSO_ALLOW_PRIVATE=ERP.local:8069,[::1]:80"})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"erp.local:8069", "[::1]:80"}, c.AllowPrivate); d != "" {
		t.Error(d)
	}
	if len(c.TrustedProxies) != 2 || c.TrustedProxies[0].String() != "127.0.0.1/32" || c.TrustedProxies[1].String() != "10.0.0.0/8" {
		t.Error(c.TrustedProxies)
	}
}

func TestEveryWrongValueGivesOneLineAndNoSecret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := load(t, []string{
		"FLUSSO_ADDR=8080", "FLUSSO_DATA=" + file, "FLUSSO_PUBLIC_URL=flows.example.com/x", "FLUSSO_ADMIN_EMAIL=owner",
		"FLUSSO_ADMIN_PASSWORD=hunter2", "FLUSSO_SECRET_KEY=topsecret", "FLUSSO_GRAPH_URL=ftp://x", "FLUSSO_GRAPH_VERSION=26",
		"FLUSSO_TLS_DOMAIN=https://x", "FLUSSO_TRUSTED_PROXIES=proxy", "FLUSSO_ALLOW_PRIVATE=10.0.0.1", "FLUSSO_LOG=loud", "FLUSSO_UI_DIR=/nowhere",
	})
	if err == nil {
		t.Fatal("wrong settings were accepted")
	}
	golden(t, "wrong.golden", strings.ReplaceAll(err.Error(), file, "FILE")+"\n")
	for _, secret := range []string{"hunter2", "topsecret"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the message shows a secret")
		}
	}
}

func TestFlagErrors(t *testing.T) {
	for _, args := range [][]string{{"--adr=:1"}, {"data"}} {
		if _, err := load(t, nil, args...); err == nil || !strings.Contains(err.Error(), "flusso serve -h") {
			t.Errorf("%v: %v", args, err)
		}
	}
	var help bytes.Buffer
	if _, err := Load(nil, []string{"-h"}, &help); !errors.Is(err, ErrHelp) || !strings.Contains(help.String(), "-public-url") || strings.Contains(help.String(), "admin-password") {
		t.Fatalf("%v\n%s", err, help.String())
	}
}

func TestUnknownSettingIsAWarning(t *testing.T) {
	c, err := load(t, []string{"FLUSSO_ADRR=:1", "OTHER=1"})
	if err != nil || len(c.Warnings) != 1 || !strings.HasPrefix(c.Warnings[0], "FLUSSO_ADRR ") {
		t.Fatalf("%v %v", c.Warnings, err)
	}
}

func TestTable(t *testing.T) { golden(t, "table.golden", Table()) }

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Fatal(d)
	}
}
