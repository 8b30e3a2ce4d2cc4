import Foundation
import Loopback
import Synchronization
import Testing

@testable import Curation

@Suite struct ChatProviderTests {
  static let request = ChatRequest(
    model: "m", messages: [.init(role: "user", content: "안녕")], parameters: .init(temperature: 0))
  let time = FakeTime()

  func provider(
    _ server: LoopbackServer, key: String? = "sk-secret", attempts: Int = 4, timeout: Double = 20,
    perMinute: Double? = nil
  ) -> ChatProvider {
    ChatProvider(
      base: server.url.appendingPathComponent("v1"), key: key,
      transport: URLSessionTransport(timeoutSeconds: timeout), requestsPerMinute: perMinute,
      retry: RetryRule(attempts: attempts, baseSeconds: 1, maximumSeconds: 60, seed: 7), time: time)
  }

  @Test("A request is posted as OpenAI's clients post it, and the answer's text and tokens come back")
  func plain() throws {
    let server = try LoopbackServer { _, _ in .answer(200, [:], Chat.completion("  네\n")) }
    let answer = try provider(server).answer(Self.request)
    #expect(answer == ChatAnswer(text: "네", promptTokens: 7, answerTokens: 3))
    let sent = try #require(server.requests.first)
    #expect(sent.method == "POST" && sent.path == "/v1/chat/completions")
    #expect(sent.headers["authorization"] == "Bearer sk-secret")
    let body = try #require(JSONSerialization.jsonObject(with: sent.body) as? [String: Any])
    #expect(body["model"] as? String == "m" && body["temperature"] as? Double == 0)
    #expect(Chat.prompt(sent.body) == "안녕")
  }

  @Test("A busy or broken server is asked again, after the pause that it names or a growing one")
  func retries() throws {
    let server = try LoopbackServer { number, _ in
      switch number {
      case 1: .answer(429, ["Retry-After": "9"], Data("slow down".utf8))
      case 2: .answer(500)
      case 3: .nothing
      default: .answer(200, [:], Chat.completion("네"))
      }
    }
    #expect(try provider(server).answer(Self.request).text == "네")
    #expect(server.requests.count == 4)
    let pauses = time.sleeps
    #expect(pauses.count == 3 && pauses[0] == 9)
    #expect((1...2).contains(pauses[1]) && (2...4).contains(pauses[2]))
  }

  @Test("Jitter comes from the seed: the same every time, and different from request to request")
  func jitter() {
    let rule = RetryRule(attempts: 9, baseSeconds: 2, maximumSeconds: 60, seed: 3)
    let pauses = (1...8).map { rule.pause(after: $0, key: "a", asked: nil) }
    #expect(pauses == (1...8).map { rule.pause(after: $0, key: "a", asked: nil) })
    #expect(pauses != (1...8).map { rule.pause(after: $0, key: "b", asked: nil) })
    for (index, pause) in pauses.enumerated() {
      let full = min(60, 2 * exp2(Double(index)))
      #expect(pause >= full / 2 && pause <= full)
    }
    #expect(rule.pause(after: 1, key: "a", asked: 1e9) == 60)
  }

  @Test("A pause may be told in seconds, in milliseconds and as a date")
  func retryAfter() {
    let seconds = { (headers: [String: String]) in
      HTTPResponse(status: 429, headers: headers).retryAfterSeconds
    }
    #expect(seconds(["retry-after": "3"]) == 3 && seconds(["retry-after-ms": "250"]) == 0.25)
    #expect(
      seconds(["retry-after": "Wed, 21 Oct 2026 07:28:30 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"]) == 30
    )
    #expect(
      seconds(["retry-after": "soon"]) == nil && seconds(["retry-after": "-1"]) == nil && seconds([:]) == nil)
  }

  @Test("A server that stays busy is given up after the last attempt, with what it said and without the key")
  func givesUp() throws {
    let server = try LoopbackServer { _, _ in .answer(429, [:], Data("quota of sk-secret is spent".utf8)) }
    #expect(throws: ProviderFault.status(429, excerpt: "quota of *** is spent")) {
      try provider(server, attempts: 3).answer(Self.request)
    }
    #expect(server.requests.count == 3)
  }

  @Test("A wrong key is told at once")
  func wrongKey() throws {
    let server = try LoopbackServer { _, _ in .answer(401, [:], Data("{}".utf8)) }
    #expect(throws: ProviderFault.status(401, excerpt: "{}")) { try provider(server).answer(Self.request) }
    #expect(server.requests.count == 1)
    #expect(ProviderFault.status(401, excerpt: "").isFatal && !ProviderFault.status(429, excerpt: "").isFatal)
  }

  static let garbage: [(body: String, fault: ProviderFault)] = [
    ("", .emptyAnswer), (" \n", .emptyAnswer), ("<html>oops</html>", .notJSON(excerpt: "<html>oops</html>")),
    ("{\"choices\": [", .notJSON(excerpt: "{\"choices\": [")), ("[]", .notJSON(excerpt: "[]")),
    ("{}", .noChoices), ("{\"choices\":[]}", .noChoices),
    ("{\"choices\":[{}]}", .emptyAnswer), ("{\"choices\":[{\"message\":{\"content\":null}}]}", .emptyAnswer),
    ("{\"choices\":[{\"message\":{\"content\":\"  \"}}]}", .emptyAnswer),
    ("{\"choices\":[{\"message\":{\"content\":\"반\"},\"finish_reason\":\"length\"}]}", .truncated),
    ("{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"content_filter\"}]}", .filtered),
    (
      "{\"choices\":[{\"message\":{\"content\":7}}]}",
      .notJSON(excerpt: "{\"choices\":[{\"message\":{\"content\":7}}]}")
    ),
  ]

  @Test("A garbled answer is a fault that says what is wrong, and is not asked again", arguments: garbage)
  func garbled(body: String, fault: ProviderFault) throws {
    let server = try LoopbackServer { _, _ in .answer(200, [:], Data(body.utf8)) }
    #expect(throws: fault) { try provider(server).answer(Self.request) }
    #expect(server.requests.count == 1)
  }

  @Test("A server that says nothing is a time-out, and one that is not there is unreachable")
  func silence() throws {
    let server = try LoopbackServer { _, _ in .silence }
    #expect(throws: ProviderFault.timedOut) {
      try provider(server, attempts: 2, timeout: 1).answer(Self.request)
    }
    #expect(server.requests.count == 2)
    let gone = try LoopbackServer { _, _ in .nothing }
    let orphan = provider(gone, attempts: 1)
    gone.stop()
    do {
      _ = try orphan.answer(Self.request)
      Issue.record("an answer from nowhere")
    } catch {
      guard case .unreachable = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test("Requests are spread over the minute")
  func rate() throws {
    let server = try LoopbackServer { _, _ in .answer(200, [:], Chat.completion("네")) }
    let paced = provider(server, perMinute: 30)
    for _ in 0..<4 { _ = try paced.answer(Self.request) }
    #expect(time.sleeps == [2, 2, 2])
  }

  @Test("The key of a request depends on prompt, model and parameters, and on nothing else")
  func keys() {
    let base = Self.request
    var keys = [base.key]
    keys.append(ChatRequest(model: "n", messages: base.messages, parameters: base.parameters).key)
    keys.append(ChatRequest(model: "m", messages: base.messages, parameters: .init(temperature: 1)).key)
    keys.append(
      ChatRequest(model: "m", messages: base.messages, parameters: .init(temperature: 0, seed: 1)).key)
    keys.append(
      ChatRequest(model: "m", messages: [.init(role: "system", content: "안녕")], parameters: base.parameters)
        .key)
    // One message of two words is not two messages.
    keys.append(
      ChatRequest(
        model: "m", messages: [.init(role: "user", content: "안"), .init(role: "user", content: "녕")],
        parameters: base.parameters
      ).key)
    #expect(Set(keys).count == keys.count)
    #expect(base.key == Self.request.key && base.key.count == 64)
  }

  @Test("Cost is told from characters, before anything is sent")
  func cost() {
    var estimate = CostEstimate()
    estimate.add(
      ChatRequest(
        model: "m", messages: [.init(role: "user", content: String(repeating: "abcd", count: 100))]),
      answerScalars: 50)
    #expect(estimate.requests == 1 && estimate.promptTokens == 104 && estimate.answerTokens == 40)
    #expect(abs(estimate.price(promptMillion: 10, answerMillion: 100) - 0.00504) < 1e-12)
    #expect(CostEstimate.tokens(in: "가나다라마") == 4)
  }
}
