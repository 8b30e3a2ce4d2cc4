import Haechi
import Synchronization

/// Judges the rows of one input and writes what is found, in the order of the input.
struct CheckRun: Sendable {
  /// In which form results are written.
  enum Form: Sendable {
    case json
    case human(HumanRecord)
  }

  /// Where results and progress go.
  struct Outlet: Sendable {
    /// Takes whole lines of results.
    let results: @Sendable ([UInt8]) throws(OutputError) -> Void
    /// Takes the progress line; `nil` shows none.
    let progress: (@Sendable (String) -> Void)?
  }

  /// How a run ended.
  struct Outcome: Equatable, Sendable {
    var counts = RunCounts()
    /// The line of the bad row at which a strict run stopped.
    var stoppedAtLine: Int?
    /// Whether whoever read the results left before the end.
    var isOutputClosed = false
  }

  /// The results of one chunk.
  struct Part: Sendable, Equatable {
    var bytes: [UInt8] = []
    var counts = RunCounts()
    var stoppedAtLine: Int?
  }

  let guardian: Guardian
  let policy: Policy
  let form: Form
  let language: Language
  let isStrict: Bool

  /// Judges all chunks that `read` brings, on `threads` threads.
  func run(
    parser: RowParser, threads: Int, outlet: Outlet, read: @escaping @Sendable () throws -> Chunk?
  ) throws -> Outcome {
    let progress = ProgressLine(language: language, start: .now)
    let state = Mutex((outcome: Outcome(), progress: progress))
    let pipeline = OrderedPipeline<Chunk, Part>(
      read: read,
      work: { chunk in part(of: chunk.rows.lazy.map { parser.row($0, of: chunk) }) },
      inFlight: 4 * threads,
      write: { part in
        try outlet.results(part.bytes)
        let line = state.withLock { state -> String? in
          state.outcome.counts.add(part.counts)
          state.outcome.stoppedAtLine = part.stoppedAtLine
          return outlet.progress == nil ? nil : state.progress.update(state.outcome.counts, now: .now)
        }
        if let line { outlet.progress?(line) }
        return part.stoppedAtLine == nil
      })
    do {
      try pipeline.run(threads: threads)
    } catch OutputError.closed {
      state.withLock { $0.outcome.isOutputClosed = true }
    }
    outlet.progress?(state.withLock { $0.progress.erasure })
    return state.withLock { $0.outcome }
  }

  /// The results of `rows`; a strict run ends behind the first bad one.
  func part(of rows: some Sequence<Row>) -> Part {
    var part = Part()
    for row in rows {
      part.counts.rows += 1
      switch row.content {
      case .text(let text):
        let verdict = guardian.verdict(forUTF8: text, policy: policy)
        if verdict.label == .unsafe { part.counts.unsafe += 1 }
        switch form {
        case .json: JSONRecord.append(verdict, id: row.id, text: text, to: &part.bytes)
        case .human(let human): human.append(verdict, text: text, to: &part.bytes)
        }
      case .fault(let fault):
        part.counts.errors += 1
        let error = fault.text(in: language)
        switch form {
        case .json: JSONRecord.append(error: error, id: row.id, line: row.line, to: &part.bytes)
        case .human(let human): human.append(error: error, line: row.line, to: &part.bytes)
        }
        if isStrict {
          part.stoppedAtLine = row.line
          return part
        }
      }
    }
    return part
  }
}
