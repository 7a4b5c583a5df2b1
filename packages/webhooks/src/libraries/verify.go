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
	headers := http.Header{}
	for name, value := range sent.Headers {
		headers.Set(name, value)
	}
	webhook, err := standardwebhooks.NewWebhook(sent.Secret)
	if err == nil {
		err = webhook.Verify([]byte(sent.Body), headers)
	}
	if err != nil {
		return "refused: " + err.Error()
	}
	return "verified"
}
