package step

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Docs is docs/steps.md: every kind with its form, exits and variables.
func Docs() []byte {
	var b strings.Builder
	b.WriteString("# Step and trigger kinds\n\nMade by `make gen` from the kinds themselves (`engine/step`); do not edit.\n\n")
	c := Default().Catalogue("en")
	group := ""
	for _, k := range c.Items {
		if k.Group != group {
			group = k.Group
			for _, g := range c.Groups {
				if g.ID == group {
					fmt.Fprintf(&b, "## %s\n\n", g.Label)
				}
			}
		}
		describeKind(&b, k, standard.steps[k.Kind])
	}
	b.WriteString("## Triggers\n\n")
	for _, k := range c.Triggers {
		describeKind(&b, k, standard.triggers[k.Kind])
	}
	b.WriteString("## Variables of every flow\n\n| variable | what it is | type |\n| --- | --- | --- |\n")
	for _, v := range c.Variables {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", v.Path, v.Label, v.Type)
	}
	b.WriteString("\nBeside these: `contact.fields.<key>`, `step.<key>` with the members listed above, and `var.<key>` for the variables that a flow declares.\n")
	return []byte(b.String())
}

func describeKind(b *strings.Builder, d CatalogueKind, k *kind) {
	fmt.Fprintf(b, "### %s (`%s`)\n\n%s\n\n", d.Name, d.Kind, d.Help)
	if rows := formRows(k.form, ""); len(rows) > 0 {
		b.WriteString("| field | name | widget | notes |\n| --- | --- | --- | --- |\n")
		for _, r := range rows {
			b.WriteString(r)
		}
		b.WriteString("\n")
	}
	switch {
	case d.Final:
		b.WriteString("No paths lead on from here.\n")
	case !k.trigger:
		b.WriteString("Paths:")
		for _, e := range d.Exits {
			if e.Each != "" {
				fmt.Fprintf(b, " one for each of `%s`;", e.Each)
				continue
			}
			fmt.Fprintf(b, " `%s` %s", e.ID, e.Label)
			if e.When != "" {
				fmt.Fprintf(b, " (when `%s`)", strings.ReplaceAll(e.When, "|", "\\|"))
			}
			b.WriteString(";")
		}
		b.WriteString("\n")
	}
	if len(d.Outputs) > 0 {
		b.WriteString("\nVariables:")
		for _, o := range d.Outputs {
			path := "step.<key>"
			if o.Path != "" {
				path += "." + o.Path
			}
			fmt.Fprintf(b, " `%s` %s (%s)", path, o.Label, o.Type)
			if o.When != "" {
				fmt.Fprintf(b, " (when `%s`)", strings.ReplaceAll(o.When, "|", "\\|"))
			}
			b.WriteString(";")
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}

func formRows(f *form, at string) []string {
	var out []string
	for _, fd := range f.fields {
		var notes []string
		if fd.required {
			notes = append(notes, "required")
		}
		if fd.when != "" {
			notes = append(notes, "when `"+strings.ReplaceAll(fd.when, "|", "\\|")+"`")
		}
		if fd.max != nil {
			notes = append(notes, "at most "+bounds(fd.max))
		}
		if fd.items > 0 {
			notes = append(notes, fmt.Sprintf("at most %d elements", fd.items))
		}
		if len(fd.enum) > 0 {
			var values []string
			for _, c := range fd.enum {
				values = append(values, "`"+c.value+"`")
			}
			notes = append(notes, strings.Join(values, " "))
		}
		if fd.help != "" {
			notes = append(notes, fd.help)
		}
		path := join(at, fd.name)
		if fd.kind == kindObjects {
			path += "[]"
		}
		out = append(out, fmt.Sprintf("| `%s` | %s | %s | %s |\n", path, fd.title, fd.widget, strings.Join(notes, "; ")))
		if fd.sub != nil && fd.widget != "duration" && fd.widget != "media" && fd.widget != "template_picker" {
			out = append(out, formRows(fd.sub, path)...)
		}
	}
	return out
}

// TypeScript holds the types of every kind's config, for the editor.
func TypeScript() []byte {
	var b bytes.Buffer
	b.WriteString("// Made by `make gen` from engine/step; do not edit.\n\n")
	kinds := map[string]*kind{}
	for id, k := range standard.steps {
		kinds[id] = k
	}
	writeTypes(&b, "StepConfigs", kinds)
	writeTypes(&b, "TriggerConfigs", standard.triggers)
	b.WriteString("export type StepKind = keyof StepConfigs;\nexport type TriggerKind = keyof TriggerConfigs;\n")
	return b.Bytes()
}

func writeTypes(b *bytes.Buffer, name string, kinds map[string]*kind) {
	fmt.Fprintf(b, "export type %s = {\n", name)
	for _, id := range sortedNames(kinds) {
		fmt.Fprintf(b, "  %s: %s;\n", id, typeOf(kinds[id].form, "  "))
	}
	b.WriteString("};\n\n")
}

func typeOf(f *form, indent string) string {
	if len(f.fields) == 0 {
		return "Record<string, never>"
	}
	var b strings.Builder
	b.WriteString("{\n")
	for _, fd := range f.fields {
		t := "unknown"
		switch fd.kind {
		case kindText, kindTemplate, kindPath:
			t = "string"
			if len(fd.enum) > 0 {
				var values []string
				for _, c := range fd.enum {
					data, _ := json.Marshal(c.value) // a text of our own
					values = append(values, strings.ReplaceAll(string(data), `"`, `'`))
				}
				t = strings.Join(values, " | ")
			}
		case kindBool:
			t = "boolean"
		case kindInteger, kindNumber:
			t = "number"
		case kindObject:
			t = typeOf(fd.sub, indent+"  ")
		case kindTexts, kindTemplates:
			t = "string[]"
		case kindObjects:
			t = "Array<" + typeOf(fd.sub, indent+"  ") + ">"
		}
		fmt.Fprintf(&b, "%s  %s?: %s;\n", indent, fd.name, t)
	}
	b.WriteString(indent + "}")
	return b.String()
}
