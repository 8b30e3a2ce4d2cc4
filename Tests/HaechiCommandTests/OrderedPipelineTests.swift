import Synchronization
import Testing

@testable import HaechiCommand

struct OrderedPipelineTests {
  private struct Broken: Error {}

  /// What is written when `count` numbers go through `threads` threads, and the error at the end.
  private func run(
    count: Int, threads: Int, failingRead: Int? = nil, stopAfter: Int? = nil, failingWrite: Int? = nil
  ) -> (written: [Int], didFail: Bool, mostInFlight: Int) {
    let state = Mutex((next: 0, held: 0, mostHeld: 0, written: [Int]()))
    let pipeline = OrderedPipeline<Int, Int>(
      read: {
        try state.withLock { state in
          if state.next == failingRead { throw Broken() }
          guard state.next < count else { return nil }
          state.held += 1
          state.mostHeld = max(state.mostHeld, state.held)
          state.next += 1
          return state.next - 1
        }
      },
      work: { number in
        // Early numbers take longest, so that they would come out last.
        var sum = 0
        for step in 0..<(number % 7 == 0 ? 20_000 : 10) { sum &+= step }
        return sum >= 0 ? number : -1
      },
      inFlight: 4 * threads,
      write: { number in
        try state.withLock { state in
          if number == failingWrite { throw Broken() }
          state.held -= 1
          state.written.append(number)
          return number != stopAfter
        }
      })
    let outcome = Result { try pipeline.run(threads: threads) }
    let (written, most) = state.withLock { ($0.written, $0.mostHeld) }
    if case .failure = outcome { return (written, true, most) }
    return (written, false, most)
  }

  @Test(
    "Results are written in the order of reading, and no more than the bound are held", arguments: [1, 2, 5])
  func order(threads: Int) {
    let (written, didFail, most) = run(count: 300, threads: threads)
    #expect(written == Array(0..<300))
    #expect(!didFail)
    #expect(most <= 4 * threads)
  }

  @Test("An empty input writes nothing", arguments: [1, 3])
  func empty(threads: Int) {
    #expect(run(count: 0, threads: threads).written == [])
  }

  @Test("What was read before reading failed is written, then the error is thrown", arguments: [1, 3])
  func failingRead(threads: Int) {
    let (written, didFail, _) = run(count: 50, threads: threads, failingRead: 20)
    #expect(written == Array(0..<20))
    #expect(didFail)
  }

  @Test("A run ends behind the result that says stop", arguments: [1, 3])
  func stopping(threads: Int) {
    let (written, didFail, _) = run(count: 50, threads: threads, stopAfter: 13)
    #expect(written == Array(0...13))
    #expect(!didFail)
  }

  @Test("An error of writing ends the run and is thrown", arguments: [1, 3])
  func failingWrite(threads: Int) {
    let (written, didFail, _) = run(count: 50, threads: threads, failingWrite: 13)
    #expect(written == Array(0..<13))
    #expect(didFail)
  }
}
