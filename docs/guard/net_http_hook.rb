# Makes Net::HTTP (Ruby) notice a dead Jira token. Usage: require this file; it acts on the hosts in DeadTokenGuard::HOSTS.
require 'net/http'

class DeadTokenError < StandardError; end

# Raises if Jira answered as if nobody had logged in although a credential was sent.
module DeadTokenGuard
  HOSTS = ENV.fetch('JIRA_HOSTS', 'acme.atlassian.net').split(',')

  # With a block, the answer is judged before its body is read.
  def request(request, body = nil, &block)
    return super unless started? && HOSTS.include?(address)

    super(request, body) do |answer|
      DeadTokenGuard.assert_alive(request, answer)
      block&.call(answer)
    end
  end

  def self.assert_alive(request, answer)
    status = answer.code.to_i
    ran = (200..299).cover?(status) || [400, 404, 410].include?(status)
    return unless ran && request['authorization'] && request.path.start_with?('/rest/')
    return unless answer['x-aaccountid'].to_s.strip.empty?
    return if answer['content-type'].to_s.include?('html')
    return if answer['x-authentication-denied-reason'].to_s.include?('CAPTCHA')
    return if answer['x-seraph-loginreason'].to_s.include?('AUTHENTICATION_DENIED')

    raise DeadTokenError, 'Jira treats the token as dead'
  end
end

Net::HTTP.prepend(DeadTokenGuard)
