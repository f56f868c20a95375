package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// pkg is what go list says of a package.
type pkg struct {
	ImportPath                         string
	Dir                                string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Imports, TestImports, XTestImports []string
}

const module = "flusso"

func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 15 {
		t.Fatalf("go list found only %d packages", len(all))
	}
	return all
}

func under(path, dir string) bool {
	return path == module+"/"+dir || strings.HasPrefix(path, module+"/"+dir+"/")
}

// TestEngineIsPure: rule 1. The engine decides; it reads no clock, no disk, no
// network and makes no randomness of its own.
func TestEngineIsPure(t *testing.T) {
	forbidden := func(p string) bool {
		switch p {
		case "net/url":
			return false
		case "os", "net", "log", "math/rand", "math/rand/v2", "crypto/rand", "database/sql":
			return true
		}
		for _, prefix := range []string{"os/", "net/", "log/", "database/"} {
			if strings.HasPrefix(p, prefix) {
				return true
			}
		}
		return under(p, "server")
	}
	// The engine's third parties, each with its reason.
	thirdParty := []string{
		"github.com/expr-lang/expr",             // expressions
		"github.com/nyaruka/phonenumbers",       // phone numbers, in engine/phone alone
		"github.com/santhosh-tekuri/jsonschema", // configs against the schemas of their kinds
		"golang.org/x/text",                     // folding and numbers by language
	}
	clock := []string{"Now", "Since", "Until", "After", "NewTimer", "AfterFunc", "Tick", "NewTicker", "Sleep", "LoadLocation"}
	for _, p := range packages(t) {
		if !under(p.ImportPath, "engine") {
			continue
		}
		generator := strings.HasSuffix(p.ImportPath, "/gen") || strings.Contains(p.ImportPath, "/cmd")
		if generator {
			continue // writes files when asked to; the program does not contain it
		}
		for _, i := range p.Imports {
			if forbidden(i) && !strings.HasSuffix(p.ImportPath, "/enginetest") {
				t.Errorf("%s imports %s", p.ImportPath, i)
			}
			if strings.Contains(strings.SplitN(i, "/", 2)[0], ".") && !slices.ContainsFunc(thirdParty, func(ok string) bool { return i == ok || strings.HasPrefix(i, ok+"/") }) {
				t.Errorf("%s imports %s, which is not on the list of the engine's third parties", p.ImportPath, i)
			}
		}
		for _, name := range p.GoFiles {
			for _, call := range callsOf(t, filepath.Join(p.Dir, name), "time") {
				if slices.Contains(clock, call) {
					t.Errorf("%s/%s calls time.%s", p.ImportPath, name, call)
				}
			}
		}
	}
}

// callsOf lists the functions of a package that a file calls.
func callsOf(t *testing.T, file, imported string) (names []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == imported {
				names = append(names, s.Sel.Name)
			}
		}
		return true
	})
	return names
}

// TestImportDirections: rules 2 and 4. Each package lists what of ours it may
// import; what is not listed may import nothing of ours.
func TestImportDirections(t *testing.T) {
	engine := []string{"engine/expr", "engine/phone", "engine/message", "engine/flow", "engine/run", "engine/step", "engine", "engine/hours"}
	allowed := map[string][]string{
		"engine/expr":       {},
		"engine/dates":      {"engine/expr"},
		"engine/hours":      {},
		"engine/phone":      {},
		"engine/message":    {"engine/expr", "engine/phone"},
		"engine/flow":       {"engine/expr", "engine/phone", "engine/message"},
		"engine/run":        {"engine/hours", "engine/expr", "engine/phone", "engine/message", "engine/flow"},
		"engine/step":       {"engine/expr", "engine/dates", "engine/hours", "engine/phone", "engine/message", "engine/flow", "engine/run"},
		"engine":            {"engine/hours", "engine/expr", "engine/phone", "engine/message", "engine/flow", "engine/run", "engine/step"},
		"engine/enginetest": engine,
		"server/fault":      {},
		"server/config":     {},
		"server/auth":       {"server/fault", "server/config", "server/store"},
		"server/egress":     {"engine/run"},
		"server/store":      {"server/fault", "server/config"},
		"server/jobs":       {"server/store", "server/fault"},
		"server/live":       {"server/store"},
		"server/whatsapp":   {"engine/message", "engine/phone", "server/fault"},
		"server/messaging":  append([]string{"server/store", "server/jobs", "server/fault"}, engine...),
		"server/runner":     append([]string{"server/store", "server/jobs", "server/messaging", "server/egress", "server/fault"}, engine...),
		"server/flows":      append([]string{"server/store", "server/fault"}, engine...),
		"server/outbound":   append([]string{"server/store", "server/jobs", "server/messaging", "server/runner", "server/fault"}, engine...),
		"server/hooks":      {"server/store", "server/jobs", "server/fault"},
		"server/prove":      {}, // a package of tests: they import what they prove
	}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		list, listed := allowed[name]
		switch {
		case p.ImportPath == module, name == "server", name == "server/servertest", name == "server/api", name == "server/servertest/prepare", name == "server/gen", name == "server/servertest/bench":
			list = nil // these wire, serve or test: see the rules below
		case !listed:
			if strings.HasPrefix(name, "engine/") || strings.HasPrefix(name, "server/") {
				if strings.HasSuffix(name, "/gen") {
					continue
				}
				t.Errorf("package %s is not in the list of import directions", name)
			}
			continue
		}
		for _, i := range p.Imports {
			dep, ours := strings.CutPrefix(i, module+"/")
			if !ours {
				continue
			}
			switch {
			case dep == "server/servertest":
				t.Errorf("%s imports %s, which is for tests only", name, dep)
			case dep == "server/api" && name != "server" && name != "server/gen":
				t.Errorf("%s imports %s: nobody does but the wiring", name, dep)
			case listed && !slices.Contains(list, dep):
				t.Errorf("%s imports %s", name, dep)
			}
		}
	}
}

// TestOneDoorPerDependency: rule 3.
func TestOneDoorPerDependency(t *testing.T) {
	doors := map[string][]string{
		"github.com/gofiber/fiber":           {"server/api"},
		"github.com/danielgtaylor/huma":      {"server/api"},
		"gorm.io/gorm":                       {"server/store"},
		"github.com/glebarez":                {"server/store"},
		"database/sql":                       {"server/store"},
		"github.com/golang-jwt/jwt":          {"server/auth"},
		"github.com/alexedwards/argon2id":    {"server/auth"},
		"github.com/nyaruka/phonenumbers":    {"engine/phone"},
		"github.com/expr-lang/expr":          {"engine/expr"},
		"github.com/caarlos0/env":            {"server/config"},
		"golang.org/x/crypto/acme/autocert":  {"server"},
		"github.com/VictoriaMetrics/metrics": {"server/api"},
	}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		for _, i := range p.Imports {
			for lib, homes := range doors {
				if (i == lib || strings.HasPrefix(i, lib+"/")) && !slices.Contains(homes, name) {
					t.Errorf("%s imports %s, whose door is %s", name, i, homes)
				}
			}
		}
	}
}

// TestPinnedSQLite: a dependency may raise the C library of the driver by
// itself; these three were tested together.
func TestPinnedSQLite(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, pin := range []string{"github.com/glebarez/sqlite v1.11.0", "github.com/glebarez/go-sqlite v1.23.0", "modernc.org/sqlite v1.55.0", "modernc.org/libc v1.74.1"} {
		if !strings.Contains(string(mod), pin+"\n") && !strings.Contains(string(mod), pin+" ") {
			t.Errorf("go.mod does not hold %s", pin)
		}
	}
	for _, p := range packages(t) {
		for _, i := range p.Imports {
			if i == "modernc.org/sqlite" {
				t.Errorf("%s imports %s: two drivers of one name panic at start", p.ImportPath, i)
			}
		}
	}
}

// maxLines of a file written by hand: beyond it a file is no longer one thing.
const maxLines = 800

// TestFilesFitInTheHead counts the lines of every file that is written by hand.
func TestFilesFitInTheHead(t *testing.T) {
	out, err := exec.Command("git", "ls-files").Output()
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, name := range strings.Fields(string(out)) {
		ext := filepath.Ext(name)
		if strings.HasPrefix(name, "ui/dist/") || strings.Contains(name, ".gen.") || !slices.Contains([]string{".go", ".ts", ".tsx", ".css", ".mjs", ".sql"}, ext) {
			continue
		}
		f, err := os.Open(name)
		if errors.Is(err, os.ErrNotExist) {
			continue // deleted, not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := 0
		for s := bufio.NewScanner(f); s.Scan(); {
			lines++
		}
		f.Close()
		checked++
		if lines > maxLines {
			t.Errorf("%s has %s lines; the limit is %d", name, strconv.Itoa(lines), maxLines)
		}
	}
	if checked < 50 {
		t.Errorf("only %d files were checked", checked)
	}
}
