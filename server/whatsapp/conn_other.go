//go:build !unix

package whatsapp

import "net"

// closedByPeer cannot look ahead on this system: a connection closed while idle makes a send
// uncertain instead.
func closedByPeer(net.Conn) error { return nil }
