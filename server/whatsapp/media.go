package whatsapp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"
)

// MaxFile is the largest file that Meta takes or passes on, in bytes.
const MaxFile = 100 << 20

// fileHosts are the hosts that may get the access token for a download: Meta's own, by suffix.
var fileHosts = []string{"lookaside.fbsbx.com", ".fbsbx.com", ".fbcdn.net", ".whatsapp.net", ".facebook.com"}

// Errors of a download that will not get better by trying again.
var (
	ErrFileHost  = errors.New("the file lies on a host that is not Meta's")
	ErrFileLarge = errors.New("the file is larger than 100 MB")
	ErrFileHash  = errors.New("the file is not what Meta announced: its hash differs")
)

// trusted says whether a file address may get the token: HTTPS on a host of Meta's, or the host
// that was configured as the Graph API (a stand-in on another address).
func (c *Client) trusted(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	if host == strings.ToLower(c.host) && (u.Scheme == "https" || !c.secure) {
		return true
	}
	if u.Scheme != "https" {
		return false
	}
	for _, h := range fileHosts {
		if host == h || strings.HasPrefix(h, ".") && strings.HasSuffix(host, h) {
			return true
		}
	}
	return false
}

// redirect follows at most three hops, only between trusted hosts; net/http itself drops the token
// when the host changes.
func (c *Client) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > 3 {
		return errors.New("too many redirects")
	}
	if !c.trusted(req.URL) {
		return ErrFileHost
	}
	return nil
}

// File is a downloaded file.
type File struct {
	MIME   string
	SHA256 string // lower-case hex
	Size   int64
}

// Download writes a file that somebody sent into w. It is to be called at once: Meta keeps files
// for days, and the address it gives for five minutes.
func (c *Client) Download(ctx context.Context, cred Credentials, graphID string, w io.Writer) (File, error) {
	ctx, cancel := context.WithTimeout(ctx, fileTimeout)
	defer cancel()
	for attempt := 0; ; attempt++ {
		at, err := c.fileAddress(ctx, cred, graphID)
		if err != nil {
			return File{}, fmt.Errorf("ask for file %s: %w", graphID, err)
		}
		f, status, err := c.fetch(ctx, cred, at, w)
		if err == nil || attempt > 0 || status != http.StatusNotFound && status != http.StatusUnauthorized {
			return f, err
		}
	}
}

type fileAddress struct {
	URL  text   `json:"url"`
	MIME text   `json:"mime_type"`
	SHA  text   `json:"sha256"`
	Size number `json:"file_size"`
}

func (c *Client) fileAddress(ctx context.Context, cred Credentials, graphID string) (fileAddress, error) {
	var at fileAddress
	q := url.Values{"phone_number_id": {cred.PhoneID}}
	if err := c.ask(ctx, http.MethodGet, "/"+url.PathEscape(graphID), q, cred.Token, cred.Secret, nil, &at); err != nil {
		return at, err
	}
	if at.Size > MaxFile {
		return at, ErrFileLarge
	}
	return at, nil
}

func (c *Client) fetch(ctx context.Context, cred Credentials, at fileAddress, w io.Writer) (File, int, error) {
	u, err := url.Parse(string(at.URL))
	if err != nil || !c.trusted(u) {
		return File{}, 0, ErrFileHost
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return File{}, 0, err
	}
	req.Header.Set("Authorization", "Bearer "+cred.Token)
	req.Header.Set("User-Agent", userAgent)
	resp, err := c.web.Do(req)
	if err != nil {
		return File{}, 0, unreachable(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return File{}, resp.StatusCode, fmt.Errorf("the file cannot be downloaded: HTTP status %d", resp.StatusCode)
	}
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, hash), io.LimitReader(resp.Body, MaxFile+1))
	switch {
	case err != nil:
		return File{}, http.StatusOK, fmt.Errorf("download a file: %w", err)
	case n > MaxFile:
		return File{}, http.StatusOK, ErrFileLarge
	}
	f := File{MIME: baseType(first(string(at.MIME), resp.Header.Get("Content-Type"))), SHA256: hex.EncodeToString(hash.Sum(nil)), Size: n}
	if want := sha(string(at.SHA)); want != "" && want != f.SHA256 {
		return File{}, http.StatusOK, ErrFileHash
	}
	return f, http.StatusOK, nil
}

// Upload gives a file to Meta and returns its id there, valid for 30 days and for this number.
func (c *Client) Upload(ctx context.Context, cred Credentials, name, mimeType string, file io.Reader) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, fileTimeout)
	defer cancel()
	pr, pw := io.Pipe()
	form := multipart.NewWriter(pw)
	go func() { pw.CloseWithError(writeUpload(form, name, mimeType, file)) }()
	defer pr.Close()
	uri := c.base + "/" + url.PathEscape(cred.PhoneID) + "/media"
	if cred.Secret != "" {
		uri += "?appsecret_proof=" + Proof(cred.Token, cred.Secret)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, uri, pr)
	if err != nil {
		return "", err
	}
	req.Header.Set("Authorization", "Bearer "+cred.Token)
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Content-Type", form.FormDataContentType())
	var w struct {
		ID text `json:"id"`
	}
	if err := c.answer(req, &w); err != nil {
		return "", err
	}
	if w.ID == "" {
		return "", errors.New("the file was taken without an id")
	}
	return string(w.ID), nil
}

var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", "")

func writeUpload(form *multipart.Writer, name, mimeType string, file io.Reader) error {
	if err := form.WriteField("messaging_product", "whatsapp"); err != nil {
		return err
	}
	if err := form.WriteField("type", mimeType); err != nil {
		return err
	}
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="` + quoted.Replace(name) + `"`},
		"Content-Type":        {mimeType}, // Meta judges the file by the type of its part
	})
	if err != nil {
		return err
	}
	if _, err := io.Copy(part, file); err != nil {
		return err
	}
	return form.Close()
}
