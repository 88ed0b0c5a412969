# Makes Faraday (Ruby) notice a dead Jira token. Usage: Faraday.new(url) { |f| f.use DeadTokenGuard }
require 'faraday'

class DeadTokenError < Faraday::Error; end

# Raises if Jira answered as if nobody had logged in although a credential was sent.
class DeadTokenGuard < Faraday::Middleware
  def call(request_env)
    @app.call(request_env).on_complete { |env| assert_alive(env) }
  end

  private

  def assert_alive(env)
    headers = env[:response_headers]
    ran = (200..299).cover?(env[:status]) || [400, 404, 410].include?(env[:status])
    return unless ran && env[:request_headers]['Authorization'] && env[:url].path.start_with?('/rest/')
    return unless headers['x-aaccountid'].to_s.strip.empty?
    return if headers['content-type'].to_s.include?('html')
    return if headers['x-authentication-denied-reason'].to_s.include?('CAPTCHA')
    return if headers['x-seraph-loginreason'].to_s.include?('AUTHENTICATION_DENIED')

    raise DeadTokenError, 'Jira treats the token as dead'
  end
end
