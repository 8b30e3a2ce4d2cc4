import Foundation
import Synchronization
import Testing

@testable import Curation

/// A provider for tests that counts what it is asked and fails where it is told to.
final class CountingProvider: ChatAnswering, Sendable {
  private let calls = Mutex<[String]>([])
  private let body: @Sendable (Int, String) throws(ProviderFault) -> String
  /// The prompts so far.
  var prompts: [String] { calls.withLock { $0 } }

  init(_ body: @escaping @Sendable (_ number: Int, _ prompt: String) throws(ProviderFault) -> String) {
    self.body = body
  }

  func answer(_ request: ChatRequest) throws(ProviderFault) -> ChatAnswer {
    let prompt = request.messages.last?.content ?? ""
    let number = calls.withLock { calls in
      calls.append(prompt)
      return calls.count
    }
    return ChatAnswer(text: try body(number, prompt))
  }
}

@Suite struct AnswerRunTests {
  static func requests(_ count: Int) -> [ChatRequest] {
    (0..<count).map { ChatRequest(model: "m", messages: [.init(role: "user", content: "q\($0)")]) }
  }

  @Test("Every request is answered once, equal ones together, however many are under way at once")
  func whole() throws {
    let folder = try TemporaryFolder()
    let provider = CountingProvider { _, prompt in "a-\(prompt)" }
    let run = AnswerRun(
      provider: provider, cache: try AnswerCache(folder.url.appendingPathComponent("c.sqlite")),
      concurrency: 7)
    let requests = Self.requests(40)
    let outcome = try run.run(requests + requests)
    #expect(provider.prompts.sorted() == (0..<40).map { "q\($0)" }.sorted())
    for (index, request) in requests.enumerated() {
      #expect(try outcome.results[request.key]?.get().text == "a-q\(index)")
    }
    let again = try run.run(requests)
    #expect(again.answeredBefore == 40 && again.asked == 0 && provider.prompts.count == 40)
  }

  @Test("A failed request is kept and told, the others go on, and the next run tries it alone")
  func failures() throws {
    let folder = try TemporaryFolder()
    let cache = try AnswerCache(folder.url.appendingPathComponent("c.sqlite"))
    let provider = CountingProvider { number, prompt throws(ProviderFault) in
      if prompt == "q3", number <= 10 { throw .notJSON(excerpt: "<") }
      return "a"
    }
    let run = AnswerRun(provider: provider, cache: cache, concurrency: 2)
    let requests = Self.requests(10)
    let first = try run.run(requests)
    #expect(first.asked == 10 && first.stoppedBy == nil)
    #expect(first.results[requests[3].key] == .failure(.notJSON(excerpt: "<")))
    #expect(try cache.counts() == (9, 1))
    let second = try run.run(requests)
    #expect(second.asked == 1 && second.answeredBefore == 9)
    #expect(try cache.counts() == (10, 0))
  }

  @Test("A fault that every request would meet stops the run")
  func fatal() throws {
    let folder = try TemporaryFolder()
    let provider = CountingProvider { number, _ throws(ProviderFault) in
      if number == 5 { throw .status(401, excerpt: "") }
      return "a"
    }
    let run = AnswerRun(
      provider: provider, cache: try AnswerCache(folder.url.appendingPathComponent("c.sqlite")),
      concurrency: 1)
    let outcome = try run.run(Self.requests(20))
    #expect(outcome.stoppedBy == .status(401, excerpt: ""))
    #expect(provider.prompts.count == 5)
  }

  @Test("A cache that is no database is told by its path")
  func broken() throws {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: "not a database ", count: 100), to: "c.sqlite")
    #expect {
      _ = try AnswerCache(folder.url.appendingPathComponent("c.sqlite"))
    } throws: { error in
      guard case .store(let path, _) = error as? CurationError else { return false }
      return path.hasSuffix("c.sqlite")
    }
  }

  @Test("A run killed at any call goes on from what was answered and pays for nothing twice")
  func killed() throws {
    let count = 12
    let requests = Self.requests(count)
    for call in 1...count {
      let folder = try TemporaryFolder()
      let live = folder.url.appendingPathComponent("live")
      let image = folder.url.appendingPathComponent("image")
      // The files as a kill at this call leaves them: a copy of the database and its log while they are in use.
      let provider = CountingProvider { number, prompt throws(ProviderFault) in
        if number == call { try? FileManager.default.copyItem(at: live, to: image) }
        return "a-\(prompt)"
      }
      _ = try AnswerRun(
        provider: provider, cache: try AnswerCache(live.appendingPathComponent("c.sqlite")), concurrency: 1
      ).run(requests)
      let paid = Set(provider.prompts.prefix(call - 1))
      let second = CountingProvider { _, prompt in "a-\(prompt)" }
      let outcome = try AnswerRun(
        provider: second, cache: try AnswerCache(image.appendingPathComponent("c.sqlite")), concurrency: 1
      ).run(requests)
      #expect(paid.isDisjoint(with: second.prompts))
      #expect(paid.count + second.prompts.count == count)
      #expect(try requests.enumerated().allSatisfy { try outcome.results[$1.key]?.get().text == "a-q\($0)" })
    }
  }
}
