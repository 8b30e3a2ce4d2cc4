import Foundation
import Synchronization

/// Asks many requests at once, each only if the cache has no answer to it.
public struct AnswerRun: Sendable {
  /// How a run ended.
  public struct Outcome: Sendable {
    /// The answer or fault of each request, by its key; requests that were not reached are absent.
    public var results: [String: Result<ChatAnswer, ProviderFault>] = [:]
    /// Requests that the cache answered.
    public var answeredBefore = 0
    /// Requests that were sent, each with all of its attempts counted as one.
    public var asked = 0
    /// The fault because of which the run stopped before its end, if it did.
    public var stoppedBy: ProviderFault?
  }

  private let provider: any ChatAnswering
  private let cache: AnswerCache
  private let concurrency: Int

  /// A run over a provider, with so many requests under way at once.
  public init(provider: any ChatAnswering, cache: AnswerCache, concurrency: Int) {
    precondition(concurrency > 0)
    self.provider = provider
    self.cache = cache
    self.concurrency = concurrency
  }

  private struct State {
    var outcome = Outcome()
    var next = 0
    var failure: CurationError?
    var running: Int
  }

  private final class Board: Sendable {
    let state: Mutex<State>
    init(running: Int) { state = Mutex(State(running: running)) }
  }

  /// The answers to requests. Equal requests are asked once. A fault that every request would meet stops the run.
  public func run(
    _ requests: [ChatRequest], report: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws(CurationError) -> Outcome {
    var outcome = Outcome()
    var seen: Set<String> = []
    var open: [(key: String, request: ChatRequest)] = []
    for request in requests {
      let key = request.key
      guard seen.insert(key).inserted else { continue }
      if let answer = try cache.answer(to: key) {
        outcome.results[key] = .success(answer)
        outcome.answeredBefore += 1
      } else {
        open.append((key, request))
      }
    }
    guard !open.isEmpty else { return outcome }
    let workers = min(concurrency, open.count)
    let board = Board(running: workers)
    board.state.withLock { $0.outcome = outcome }
    let finished = DispatchSemaphore(value: 0)
    let (work, total) = (open, seen.count)
    // Requests wait, they do not compute, so that there may be more threads than cores.
    for _ in 0..<workers {
      let thread = Thread {
        while let index = take(board, count: work.count) {
          ask(work[index].request, key: work[index].key, on: board)
          let done = board.state.withLock { $0.outcome.results.count }
          report(done, total)
        }
        if board.state.withLock({
          $0.running -= 1; return $0.running
        }) == 0 {
          finished.signal()
        }
      }
      thread.stackSize = 1 << 21
      thread.start()
    }
    finished.wait()
    let end = board.state.withLock { ($0.outcome, $0.failure) }
    if let failure = end.1 { throw failure }
    return end.0
  }

  /// The next request, unless the run stops.
  private func take(_ board: Board, count: Int) -> Int? {
    board.state.withLock { state in
      guard state.next < count, state.failure == nil, state.outcome.stoppedBy == nil else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  private func ask(_ request: ChatRequest, key: String, on board: Board) {
    var result: Result<ChatAnswer, ProviderFault>
    do throws(ProviderFault) { result = .success(try provider.answer(request)) } catch {
      result = .failure(error)
    }
    do throws(CurationError) {
      switch result {
      case .success(let answer): try cache.keep(answer, to: request)
      case .failure(let fault): try cache.keep(fault, of: request)
      }
      board.state.withLock { state in
        state.outcome.results[key] = result
        state.outcome.asked += 1
        if case .failure(let fault) = result, fault.isFatal { state.outcome.stoppedBy = fault }
      }
    } catch {
      board.state.withLock { $0.failure = $0.failure ?? error }
    }
  }
}
