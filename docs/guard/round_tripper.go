// Package jiraguard makes net/http (Go) notice a dead Jira token:
//
//	client := &http.Client{Transport: jiraguard.RoundTripper{}}
package jiraguard

import (
	"errors"
	"net/http"
	"strings"
)

// ErrDeadToken says that Jira answered as if nobody had logged in although a credential was sent.
var ErrDeadToken = errors.New("Jira treats the token as dead")

// RoundTripper judges every answer of the next one, which is that of net/http unless it is set.
type RoundTripper struct{ Next http.RoundTripper }

func isDead(request *http.Request, answer *http.Response) bool {
	status, header := answer.StatusCode, answer.Header
	ran := status >= 200 && status < 300 || status == 400 || status == 404 || status == 410
	return ran &&
		request.Header.Get("Authorization") != "" &&
		strings.HasPrefix(request.URL.Path, "/rest/") &&
		strings.TrimSpace(header.Get("X-AAccountId")) == "" &&
		!strings.Contains(header.Get("Content-Type"), "html") &&
		!strings.Contains(header.Get("X-Authentication-Denied-Reason"), "CAPTCHA") &&
		!strings.Contains(header.Get("X-Seraph-LoginReason"), "AUTHENTICATION_DENIED")
}

// RoundTrip sends a request, and fails with ErrDeadToken if the caller was anonymous.
func (guard RoundTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	next := guard.Next
	if next == nil {
		next = http.DefaultTransport
	}
	answer, err := next.RoundTrip(request)
	if err != nil || !isDead(request, answer) {
		return answer, err
	}
	answer.Body.Close()
	return nil, ErrDeadToken
}
