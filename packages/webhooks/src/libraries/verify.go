// Reads requests as JSON lines and says of each whether the standard's library for Go verifies it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

type request struct {
	Secret  string            `json:"secret"`
	Body    string            `json:"body"`
	Headers map[string]string `json:"headers"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16*1024*1024)
	for lines.Scan() {
		fmt.Println(verify(lines.Bytes()))
	}
}

func verify(line []byte) string {
	var sent request
	if err := json.Unmarshal(line, &sent); err != nil {
		return "refused: " + err.Error()
	}
	header := http.Header{}
	for name, value := range sent.Headers {
		header.Set(name, value)
	}
	if isSigned([]string{sent.Secret}, []byte(sent.Body), header) {
		return "verified"
	}
	return "refused"
}

// region verify

// isSigned says whether one of the secrets signed this body, within the last five minutes.
func isSigned(secrets []string, body []byte, header http.Header) bool {
	for _, secret := range secrets {
		webhook, err := standardwebhooks.NewWebhook(secret)
		if err == nil && webhook.Verify(body, header) == nil {
			return true
		}
	}
	return false
}

// endregion
