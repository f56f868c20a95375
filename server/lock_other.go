//go:build !unix

package server

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// lockFolder shows that the folder can be written; this system has no advisory
// locks that end with the process.
func lockFolder(dir string) (io.Closer, error) {
	f, err := os.OpenFile(filepath.Join(dir, "flusso.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be written: %w", dir, err)
	}
	return f, nil
}
