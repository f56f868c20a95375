// Package config turns environment and flags into one validated value. Every wrong setting
// gives one line that names it, says what is wrong and what to write; no line holds a secret.
package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/caarlos0/env/v11"
)

// MinPassword is the least length of a password in characters, as NIST 800-63B asks; guessing
// is slowed down by the login throttle.
const MinPassword = 8

// minSecretKey is the least length of FLUSSO_SECRET_KEY in characters: 32 hex digits are 128 bit.
const minSecretKey = 32

// settings is what a person may set, as text. The tags are the documentation: the settings
// table of the README is made from them.
type settings struct {
	Addr           string `env:"FLUSSO_ADDR" envDefault:":8080" about:"Address to listen on, as host:port. With FLUSSO_TLS_DOMAIN the default is :443, and :80 redirects to it."`
	Data           string `env:"FLUSSO_DATA" envDefault:"./data" about:"Folder of the database, the media files and the secret key. It is created when it is missing."`
	PublicURL      string `env:"FLUSSO_PUBLIC_URL" about:"Address at which people and Meta reach this server, for example https://flows.example.com. Needed behind a proxy; with FLUSSO_TLS_DOMAIN it follows from the domain."`
	AdminEmail     string `env:"FLUSSO_ADMIN_EMAIL" about:"With FLUSSO_ADMIN_PASSWORD: create the first owner with this email address at the first start, instead of printing a setup link."`
	AdminPassword  string `env:"FLUSSO_ADMIN_PASSWORD" secret:"true" about:"Password of that first owner, at least 8 characters. It has no effect once an owner exists."`
	SecretKey      string `env:"FLUSSO_SECRET_KEY" secret:"true" shown:"made once and kept in the data folder" about:"Key that encrypts access tokens and app secrets in the database and signs sessions: at least 32 random characters."`
	GraphURL       string `env:"FLUSSO_GRAPH_URL" envDefault:"https://graph.facebook.com" about:"Address of Meta's Graph API."`
	GraphVersion   string `env:"FLUSSO_GRAPH_VERSION" envDefault:"v26.0" about:"Version of Meta's Graph API, as v26.0."`
	TLSDomain      string `env:"FLUSSO_TLS_DOMAIN" about:"Domain (or several with commas) for which a certificate is obtained and renewed automatically. Ports 80 and 443 must be reachable from the internet."`
	TrustedProxies string `env:"FLUSSO_TRUSTED_PROXIES" about:"Addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, with commas, for example 127.0.0.1,10.0.0.0/8."`
	AllowPrivate   string `env:"FLUSSO_ALLOW_PRIVATE" about:"Addresses inside your network that flows and outgoing webhooks may call, as host:port with commas. Without it they reach only the internet."`
	MetricsToken   string `env:"FLUSSO_METRICS_TOKEN" secret:"true" about:"Bearer token for /metrics. Without it only this machine may read them."`
	Log            string `env:"FLUSSO_LOG" envDefault:"info" about:"What is logged: debug, info, warn or error; add ,json for one JSON object a line, as info,json."`
	UIDir          string `env:"FLUSSO_UI_DIR" about:"Serve the editor from this folder instead of the built-in one. For people who work on the editor."`
}

// Config is what the server runs with.
type Config struct {
	Addr           string
	Data           string // absolute path
	PublicURL      string // without a slash at the end; "" when not known
	AdminEmail     string
	AdminPassword  string
	SecretKey      string
	GraphURL       string
	GraphVersion   string
	TLSDomains     []string
	TrustedProxies []netip.Prefix
	AllowPrivate   []string // host:port
	MetricsToken   string
	LogLevel       slog.Level
	LogJSON        bool
	UIDir          string
	Warnings       []string // settings that look like a slip but do not stop the start
}

// Database is the path of the SQLite file.
func (c Config) Database() string { return filepath.Join(c.Data, "flusso.db") }

// MediaDir is the folder of the media files.
func (c Config) MediaDir() string { return filepath.Join(c.Data, "media") }

// SecretKeyFile is where the key is kept when FLUSSO_SECRET_KEY is not set.
func (c Config) SecretKeyFile() string { return filepath.Join(c.Data, "secret.key") }

// CertDir is where automatic certificates are kept.
func (c Config) CertDir() string { return filepath.Join(c.Data, "certs") }

// HTTPS says whether people reach the server over HTTPS, as far as the settings tell.
func (c Config) HTTPS() bool { return strings.HasPrefix(c.PublicURL, "https://") }

// ErrHelp is given when -h was asked for; the help has been written.
var ErrHelp = flag.ErrHelp

// Load reads environment (as os.Environ gives it) and flags, flags first.
func Load(environ, args []string, help io.Writer) (Config, error) {
	var s settings
	if err := env.ParseWithOptions(&s, env.Options{Environment: env.ToMap(environ)}); err != nil {
		return Config{}, fmt.Errorf("read the environment: %w", err)
	}
	if err := parseFlags(&s, args, help); err != nil {
		return Config{}, err
	}
	c, problems := s.validate()
	if len(problems) > 0 {
		return Config{}, errors.Join(problems...)
	}
	c.Warnings = unknown(environ)
	return c, nil
}

// each walks the settings with what their tags say.
func each(s *settings, visit func(name, def, about string, secret bool, value *string)) {
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		def := tag.Get("envDefault")
		if shown := tag.Get("shown"); shown != "" {
			def = shown
		}
		visit(tag.Get("env"), def, tag.Get("about"), tag.Get("secret") == "true", v.Field(i).Addr().Interface().(*string))
	}
}

// parseFlags gives every setting a flag (FLUSSO_PUBLIC_URL is --public-url) but the secrets,
// which would be visible to every user of the machine in the list of processes.
func parseFlags(s *settings, args []string, help io.Writer) error {
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	fs.SetOutput(help)
	each(s, func(name, _, about string, secret bool, value *string) {
		if !secret {
			fs.StringVar(value, flagName(name), *value, about+" ("+name+")")
		}
	})
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return ErrHelp
		}
		return fmt.Errorf("%w. \"flusso serve -h\" lists every setting", err)
	}
	if fs.NArg() > 0 {
		return fmt.Errorf("%q is not a setting: write --name=value. \"flusso serve -h\" lists every setting", fs.Arg(0))
	}
	return nil
}

func flagName(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, "FLUSSO_")), "_", "-")
}

// unknown names settings that exist nowhere: almost always a typing slip.
func unknown(environ []string) []string {
	known := map[string]bool{}
	each(new(settings), func(name, _, _ string, _ bool, _ *string) { known[name] = true })
	var out []string
	for _, kv := range environ {
		name, _, _ := strings.Cut(kv, "=")
		if strings.HasPrefix(name, "FLUSSO_") && !known[name] {
			out = append(out, name+" is not a setting and has no effect: check its spelling.")
		}
	}
	slices.Sort(out)
	return out
}

// Table is the settings table of the README.
func Table() string {
	var b strings.Builder
	b.WriteString("| Setting | Default | Meaning |\n| --- | --- | --- |\n")
	each(new(settings), func(name, def, about string, secret bool, _ *string) {
		switch {
		case def == "":
			def = "none"
		case strings.Contains(def, " "):
		default:
			def = "`" + def + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", name, def, about)
	})
	return b.String()
}

var (
	graphVersion = regexp.MustCompile(`^v[0-9]{1,3}\.[0-9]{1,2}$`)
	domainName   = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$`)
)

// wrong is one line for one setting.
func wrong(name, problem, remedy string) error {
	return fmt.Errorf("%s %s: %s", name, problem, remedy)
}

func (s settings) validate() (Config, []error) {
	c := Config{AdminEmail: strings.TrimSpace(s.AdminEmail), AdminPassword: s.AdminPassword, SecretKey: s.SecretKey, MetricsToken: s.MetricsToken}
	var problems []error
	bad := func(name, problem, remedy string) { problems = append(problems, wrong(name, problem, remedy)) }

	if s.Data = strings.TrimSpace(s.Data); s.Data == "" {
		bad("FLUSSO_DATA", "is empty", "write the folder for the database, for example ./data")
	} else if abs, err := filepath.Abs(s.Data); err != nil {
		bad("FLUSSO_DATA", "is not a usable path", "write the folder for the database, for example /var/lib/flusso")
	} else if info, err := os.Stat(abs); err == nil && !info.IsDir() {
		bad("FLUSSO_DATA", fmt.Sprintf("is %q, which is a file", s.Data), "write a folder")
	} else {
		c.Data = abs
	}
	if s.UIDir != "" {
		if info, err := os.Stat(filepath.Join(s.UIDir, "index.html")); err != nil || info.IsDir() {
			bad("FLUSSO_UI_DIR", fmt.Sprintf("is %q, which has no index.html", s.UIDir), "write the folder of a built editor, or remove the setting")
		}
		c.UIDir = s.UIDir
	}
	s.addresses(&c, bad)
	s.lists(&c, bad)
	s.secrets(&c, bad)

	if s.GraphVersion = strings.TrimSpace(s.GraphVersion); !graphVersion.MatchString(s.GraphVersion) {
		bad("FLUSSO_GRAPH_VERSION", fmt.Sprintf("is %q", s.GraphVersion), "write it as v26.0")
	}
	c.GraphVersion = s.GraphVersion
	level, format, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s.Log)), ",")
	switch level {
	case "debug", "info", "warn", "error":
		_ = c.LogLevel.UnmarshalText([]byte(level))
	default:
		bad("FLUSSO_LOG", fmt.Sprintf("is %q", s.Log), "write debug, info, warn or error, with ,json for JSON lines")
	}
	switch strings.TrimSpace(format) {
	case "", "text":
	case "json":
		c.LogJSON = true
	default:
		bad("FLUSSO_LOG", fmt.Sprintf("asks for the format %q", format), "write text or json after the comma")
	}
	return c, problems
}

func (s settings) addresses(c *Config, bad func(name, problem, remedy string)) {
	for _, d := range split(s.TLSDomain) {
		d = strings.ToLower(d)
		if !domainName.MatchString(d) {
			bad("FLUSSO_TLS_DOMAIN", fmt.Sprintf("has %q, which is not a domain name", d), "write it without https:// and without a port, for example flows.example.com")
		}
		c.TLSDomains = append(c.TLSDomains, d)
	}
	c.Addr = strings.TrimSpace(s.Addr)
	if len(c.TLSDomains) > 0 && c.Addr == ":8080" {
		c.Addr = ":443"
	}
	if _, port, err := net.SplitHostPort(c.Addr); err != nil {
		bad("FLUSSO_ADDR", fmt.Sprintf("is %q", s.Addr), "write host:port, for example :8080 or 127.0.0.1:8080")
	} else if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		bad("FLUSSO_ADDR", fmt.Sprintf("has the port %q", port), "write a port from 1 to 65535 (0 takes a free one)")
	}
	c.PublicURL = strings.TrimRight(strings.TrimSpace(s.PublicURL), "/")
	if c.PublicURL == "" && len(c.TLSDomains) > 0 {
		c.PublicURL = "https://" + c.TLSDomains[0]
	}
	if c.PublicURL != "" && !webAddress(c.PublicURL, false) {
		bad("FLUSSO_PUBLIC_URL", fmt.Sprintf("is %q", s.PublicURL), "write scheme and host only, for example https://flows.example.com")
	}
	c.GraphURL = strings.TrimRight(strings.TrimSpace(s.GraphURL), "/")
	if !webAddress(c.GraphURL, true) {
		bad("FLUSSO_GRAPH_URL", fmt.Sprintf("is %q", s.GraphURL), "write a web address, for example https://graph.facebook.com")
	}
}

func (s settings) lists(c *Config, bad func(name, problem, remedy string)) {
	for _, p := range split(s.TrustedProxies) {
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			addr, aerr := netip.ParseAddr(p)
			if aerr != nil {
				bad("FLUSSO_TRUSTED_PROXIES", fmt.Sprintf("has %q", p), "write an address or a network, for example 127.0.0.1 or 10.0.0.0/8")
				continue
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		c.TrustedProxies = append(c.TrustedProxies, prefix.Masked())
	}
	for _, a := range split(s.AllowPrivate) {
		host, port, err := net.SplitHostPort(a)
		n, perr := strconv.Atoi(port)
		if err != nil || host == "" || perr != nil || n < 1 || n > 65535 {
			bad("FLUSSO_ALLOW_PRIVATE", fmt.Sprintf("has %q", a), "write host:port, for example 192.168.1.20:8069")
			continue
		}
		c.AllowPrivate = append(c.AllowPrivate, net.JoinHostPort(strings.ToLower(host), port))
	}
}

func (s settings) secrets(c *Config, bad func(name, problem, remedy string)) {
	switch {
	case c.AdminEmail == "" && s.AdminPassword != "":
		bad("FLUSSO_ADMIN_EMAIL", "is missing beside FLUSSO_ADMIN_PASSWORD", "set both, or none to get a setup link")
	case c.AdminEmail != "" && s.AdminPassword == "":
		bad("FLUSSO_ADMIN_PASSWORD", "is missing beside FLUSSO_ADMIN_EMAIL", "set both, or none to get a setup link")
	}
	if c.AdminEmail != "" {
		if a, err := mail.ParseAddress(c.AdminEmail); err != nil || a.Address != c.AdminEmail {
			bad("FLUSSO_ADMIN_EMAIL", fmt.Sprintf("is %q", c.AdminEmail), "write an email address, for example owner@example.com")
		}
	}
	if s.AdminPassword != "" && len([]rune(s.AdminPassword)) < MinPassword {
		bad("FLUSSO_ADMIN_PASSWORD", "is too short", fmt.Sprintf("write at least %d characters", MinPassword))
	}
	if s.SecretKey != "" && len(s.SecretKey) < minSecretKey {
		bad("FLUSSO_SECRET_KEY", "is too short", fmt.Sprintf("write at least %d random characters, for example the output of: openssl rand -hex 32", minSecretKey))
	}
}

func webAddress(text string, path bool) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.User == nil &&
		u.RawQuery == "" && u.Fragment == "" && (path || u.Path == "")
}

func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' })
}
