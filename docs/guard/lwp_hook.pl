# Makes LWP (Perl) notice a dead Jira token. Usage: require './lwp_hook.pl'; guard_user_agent($ua);
use strict;
use warnings;

# Dies if Jira answered as if nobody had logged in although a credential was sent.
sub assert_alive {
    my ($response) = @_;
    my ($request, $status) = ($response->request, $response->code);
    return unless $status =~ /^(?:2\d\d|400|404|410)$/;
    return unless $request && defined $request->header('Authorization');
    return unless $request->uri->path =~ m{^/rest/};
    return if ($response->header('X-AAccountId') // '') =~ /\S/;
    return if ($response->header('Content-Type') // '') =~ /html/;
    return if ($response->header('X-Authentication-Denied-Reason') // '') =~ /CAPTCHA/;
    return if ($response->header('X-Seraph-LoginReason') // '') =~ /AUTHENTICATION_DENIED/;
    # An error of the client itself, which LWP sets when it cannot connect.
    return if $response->header('Client-Warning');
    die "Jira treats the token as dead\n";
}

sub guard_user_agent {
    my ($ua) = @_;
    $ua->add_handler(response_done => sub { assert_alive($_[0]); return; });
    return $ua;
}

1;
