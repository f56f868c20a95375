package main

import (
	"embed"
	"io/fs"
)

//go:embed all:ui/dist
var dist embed.FS

// editor is the prebuilt editor.
func editor() (fs.FS, error) { return fs.Sub(dist, "ui/dist") }
