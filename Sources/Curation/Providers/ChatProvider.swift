import Foundation

/// What answers requests.
public protocol ChatAnswering: Sendable {
  /// The answer to a request. It blocks the thread that asks.
  func answer(_ request: ChatRequest) throws(ProviderFault) -> ChatAnswer
}

/// A chat endpoint of the form that OpenAI made common: `POST {base}/chat/completions`.
///
/// 408, 409, 429, 5xx, time-outs and failed connections are tried again as the ``RetryRule`` says; a garbled answer
/// is a fault at once. The key is sent as a bearer token and stands in no error and no file.
public struct ChatProvider: ChatAnswering {
  /// The address before `/chat/completions`.
  public let base: URL
  private let key: String?
  private let transport: any HTTPTransport
  private let limiter: RateLimiter
  private let retry: RetryRule
  private let time: any Timekeeper

  /// A provider at an address.
  public init(
    base: URL, key: String?, transport: any HTTPTransport, requestsPerMinute: Double? = nil,
    retry: RetryRule = RetryRule(), time: any Timekeeper = SystemTime()
  ) {
    self.base = base
    self.key = key
    self.transport = transport
    self.limiter = RateLimiter(requestsPerMinute: requestsPerMinute, time: time)
    self.retry = retry
    self.time = time
  }

  /// The answer to a request, after as many attempts as the rule allows.
  public func answer(_ request: ChatRequest) throws(ProviderFault) -> ChatAnswer {
    let body: Data
    do { body = try request.body() } catch { throw .invalidRequest(reason: "\(error)") }
    var headers = ["Content-Type": "application/json", "Accept": "application/json"]
    if let key { headers["Authorization"] = "Bearer \(key)" }
    let message = HTTPRequest(
      url: base.appendingPathComponent("chat/completions"), method: "POST", headers: headers, body: body)
    let name = request.key
    var attempt = 1
    while true {
      limiter.wait()
      let outcome = once(message)
      switch outcome.result {
      case .success(let answer): return answer
      case .failure(let fault):
        guard fault.isTransient, attempt < retry.attempts else { throw fault }
        if let asked = outcome.asked { limiter.hold(min(asked, retry.maximumSeconds)) }
        time.sleep(retry.pause(after: attempt, key: name, asked: outcome.asked))
        attempt += 1
      }
    }
  }

  private func once(
    _ message: HTTPRequest
  ) -> (result: Result<ChatAnswer, ProviderFault>, asked: Double?) {
    let response: HTTPResponse
    do throws(TransportFault) { response = try transport.send(message) } catch {
      switch error {
      case .timedOut: return (.failure(.timedOut), nil)
      case .failed(let reason): return (.failure(.unreachable(reason: concealed(reason))), nil)
      }
    }
    guard (200..<300).contains(response.status) else {
      return (
        .failure(.status(response.status, excerpt: excerpt(response.body))), response.retryAfterSeconds
      )
    }
    do throws(ProviderFault) { return (.success(try answer(in: response.body)), nil) } catch {
      return (.failure(error), nil)
    }
  }

  // MARK: Reading answers

  private struct Completion: Decodable {
    struct Choice: Decodable {
      var message: Message?
      var finish_reason: String?
    }
    struct Message: Decodable {
      var content: Content?
    }
    struct Part: Decodable {
      var text: String?
    }
    enum Content: Decodable {
      case text(String)
      case parts([Part])

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
          self = .text(text)
        } else {
          self = .parts(try value.decode([Part].self))
        }
      }

      var text: String {
        switch self {
        case .text(let text): text
        case .parts(let parts): parts.compactMap(\.text).joined()
        }
      }
    }
    struct Usage: Decodable {
      var prompt_tokens: Int?
      var completion_tokens: Int?
    }
    var choices: [Choice]?
    var usage: Usage?
  }

  private func answer(in body: Data) throws(ProviderFault) -> ChatAnswer {
    guard body.contains(where: { !" \t\r\n".utf8.contains($0) }) else { throw .emptyAnswer }
    let completion: Completion
    do { completion = try JSONDecoder().decode(Completion.self, from: body) } catch {
      throw .notJSON(excerpt: excerpt(body))
    }
    guard let choice = completion.choices?.first else { throw .noChoices }
    if choice.finish_reason == "content_filter" { throw .filtered }
    let text = (choice.message?.content?.text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    if choice.finish_reason == "length" { throw .truncated }
    guard !text.isEmpty else { throw .emptyAnswer }
    return ChatAnswer(
      text: text, promptTokens: completion.usage?.prompt_tokens,
      answerTokens: completion.usage?.completion_tokens)
  }

  /// The first 200 scalars of what an endpoint said, on one line, without the key.
  private func excerpt(_ body: Data) -> String {
    let text = String(decoding: body.prefix(4096), as: UTF8.self)
    let line = concealed(text).unicodeScalars.prefix(200).map { $0.value < 0x20 ? " " : Character($0) }
    return String(line).trimmingCharacters(in: .whitespaces)
  }

  /// A text without the key, which some endpoints repeat in their complaints.
  private func concealed(_ text: String) -> String {
    guard let key, !key.isEmpty else { return text }
    return text.split(separator: key, omittingEmptySubsequences: false).joined(separator: "***")
  }
}
