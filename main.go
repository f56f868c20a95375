// Command flusso is a self-hosted appliance for WhatsApp messaging flows: one
// program and one SQLite file.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // time zones also where the system has none

	"flusso/server"
	"flusso/server/config"
)

// version is set by the build.
var version = "dev"

const usage = `Flusso: WhatsApp messaging flows.

  flusso [serve]         run (flusso serve -h lists the settings)
  flusso setup-link      print a new setup link while there is no owner
  flusso backup FILE     write one archive: database, files, secret key
  flusso restore FILE    unpack an archive into an empty data folder
  flusso healthcheck     ask the running program whether it is ready
  flusso version
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr, nil)
	stop()
	if err != nil && !errors.Is(err, config.ErrHelp) {
		fmt.Fprintln(os.Stderr, "flusso:", strings.ReplaceAll(err.Error(), "\n", "\nflusso: "))
		os.Exit(1)
	}
}

// run parses the command and does it. started, if not nil, hears of the
// running server.
func run(ctx context.Context, args, environ []string, out, errOut io.Writer, started func(*server.Server)) error {
	command := "serve"
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		command, args = args[0], args[1:]
	}
	file := ""
	switch command {
	case "version":
		fmt.Fprintln(out, version)
		return nil
	case "help":
		fmt.Fprint(out, usage)
		return nil
	case "backup", "restore":
		if len(args) == 0 || strings.HasPrefix(args[0], "-") {
			return fmt.Errorf("%s needs the name of a file: flusso %s flusso-backup.tar.gz", command, command)
		}
		file, args = args[0], args[1:]
	case "serve", "setup-link", "healthcheck":
	default:
		return fmt.Errorf("%q is not a command\n%s", command, usage)
	}
	cfg, err := config.Load(environ, args, errOut)
	if err != nil {
		return err
	}
	switch command {
	case "backup":
		return server.Backup(ctx, cfg, file)
	case "restore":
		return server.Restore(ctx, cfg, file)
	case "healthcheck":
		return server.HealthCheck(ctx, cfg)
	case "setup-link":
		return server.PrintSetupLink(ctx, cfg, out)
	}
	ui, err := editorOf(cfg)
	if err != nil {
		return err
	}
	log := logger(cfg, errOut)
	for _, w := range cfg.Warnings {
		log.Warn(w)
	}
	s, err := server.Open(ctx, server.Options{Config: cfg, UI: ui, Version: version, Log: log})
	if err != nil {
		return err
	}
	return serve(ctx, s, log, out, started)
}

func serve(ctx context.Context, s *server.Server, log *slog.Logger, out io.Writer, started func(*server.Server)) error {
	began := time.Now()
	if err := s.Start(ctx); err != nil {
		return errors.Join(err, s.Stop())
	}
	if err := s.PrintLink(ctx, out); err != nil {
		return errors.Join(err, s.Stop())
	}
	log.Info("ready", "address", s.Addr().String(), "version", version, "after", time.Since(began).Round(time.Millisecond))
	if started != nil {
		started(s)
	}
	var failed error
	select {
	case <-ctx.Done():
		log.Info("stopping")
	case failed = <-s.Failed():
	}
	return errors.Join(failed, s.Stop())
}

func editorOf(cfg config.Config) (fs.FS, error) {
	if cfg.UIDir != "" {
		return os.DirFS(cfg.UIDir), nil
	}
	return editor()
}

func logger(cfg config.Config, w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.LogJSON {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}
