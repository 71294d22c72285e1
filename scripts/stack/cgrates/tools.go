//go:build tools

package tools

import _ "github.com/cgrates/cgrates/cmd/cgr-engine"
