/// Reads, works and writes at once, and writes in the order of reading.
///
/// One thread reads, `threads` work, and whoever finishes the result that is due writes it. At most
/// ``inFlight`` inputs are held at once, read but not yet written: memory is bounded however long the input and
/// however uneven the work.
struct OrderedPipeline<Input: Sendable, Output: Sendable>: Sendable {
  /// The next input; `nil` at the end. Called from one thread at a time.
  let read: @Sendable () throws -> Input?
  /// The result of one input. Called from many threads at once.
  let work: @Sendable (Input) -> Output
  /// The most inputs that are held at once.
  let inFlight: Int
  /// Takes the next result, in the order of the inputs; `false` ends the run. Called from one thread at a time.
  let write: @Sendable (Output) throws -> Bool

  private struct State {
    var waiting: [(index: Int, input: Input)] = []
    var finished: [Int: Output] = [:]
    var readCount = 0
    var writtenCount = 0
    var isReadToEnd = false
    var isWriting = false
    var isStopped = false
    var error: (any Error)?

    var isOver: Bool { isStopped || (isReadToEnd && writtenCount == readCount) }
  }

  /// Runs until the input ends, `write` says stop, or something throws, which is thrown here.
  ///
  /// With one thread all happens in turn on the caller's. Otherwise a reader that waits for an input which does not
  /// come is left behind when the run ends early.
  func run(threads: Int) throws {
    precondition(threads > 0)
    guard threads > 1 else { return try runInTurn() }
    let monitor = Monitor(State())
    let workers = (0..<threads).count { _ in startThread { workAll(monitor) } }
    guard workers > 0, startThread({ readAll(monitor) }) else {
      // The system gives no more threads: the caller's own must do.
      monitor.change { $0.isStopped = true }
      return try runInTurn()
    }
    let error = monitor.wait { state in state.isOver && !state.isWriting ? .some(state.error) : nil }
    if let error { throw error }
  }

  private func runInTurn() throws {
    while let input = try read() {
      guard try write(work(input)) else { return }
    }
  }

  private func readAll(_ monitor: Monitor<State>) {
    while true {
      let goesOn = monitor.wait { state in
        state.isStopped ? false : state.readCount - state.writtenCount < inFlight ? true : nil
      }
      guard goesOn else { return }
      do {
        let input = try read()
        monitor.change { state in
          guard let input else { return state.isReadToEnd = true }
          state.waiting.append((state.readCount, input))
          state.readCount += 1
        }
        if input == nil { return }
      } catch {
        return monitor.change { state in
          // What was read before is still worked off and written.
          state.error = error
          state.isReadToEnd = true
        }
      }
    }
  }

  private func workAll(_ monitor: Monitor<State>) {
    while true {
      let job: (index: Int, input: Input)?? = monitor.wait { state in
        if state.isOver { return .some(nil) }
        return state.waiting.isEmpty ? nil : .some(state.waiting.removeFirst())
      }
      guard let job = job ?? nil else { return }
      let output = work(job.input)
      monitor.change { $0.finished[job.index] = output }
      writeDue(monitor)
    }
  }

  /// Writes all results that are due, unless another thread is at it.
  private func writeDue(_ monitor: Monitor<State>) {
    while true {
      let due: Output? = monitor.change { state in
        guard !state.isWriting, !state.isStopped,
          let output = state.finished.removeValue(forKey: state.writtenCount)
        else { return nil }
        state.isWriting = true
        return output
      }
      guard let due else { return }
      let outcome = Result { try write(due) }
      monitor.change { state in
        state.isWriting = false
        state.writtenCount += 1
        switch outcome {
        case .success(let goesOn): state.isStopped = !goesOn
        case .failure(let error): (state.error, state.isStopped) = (error, true)
        }
      }
    }
  }
}
