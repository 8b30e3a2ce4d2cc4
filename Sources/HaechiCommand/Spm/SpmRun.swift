import Synchronization

/// Passes lines through `work` on many threads and writes what comes out in the order of the lines.
struct SpmRun: Sendable {
  /// What becomes of one line: the bytes to write, or why there are none. Lines of all files are numbered from 0.
  typealias Work =
    @Sendable (_ line: ArraySlice<UInt8>, _ number: Int, _ output: inout [UInt8]) -> SpmFault?

  /// How a bad line is answered in its place.
  enum FaultForm: Sendable { case json, emptyLine, none }

  let language: Language
  let isStrict: Bool
  let faultForm: FaultForm

  private struct Part: Sendable {
    var bytes: [UInt8] = []
    var faults: [(line: Int, fault: SpmFault)] = []
    var isStopped = false
  }

  /// Runs over the lines of `reader` on `threads` threads. A strict run stops behind the first bad line.
  /// Unless `finishes` is false the output is whole behind the last line.
  func run(
    _ reader: SpmLineReader, to output: SpmOutput, threads: Int, finishes: Bool = true, work: @escaping Work
  ) throws {
    let shared = SharedLineReader(reader)
    let stopped = Mutex<Int?>(nil)
    let pipeline = OrderedPipeline<SpmBatch, Part>(
      read: { try shared.next() },
      work: { batch in part(of: batch, work) },
      inFlight: 4 * threads,
      write: { part in
        try output.write(part.bytes)
        for (line, fault) in part.faults {
          let message = Message.badRow(line: line, problem: fault.text(in: language))
          OutputFile.standardError.writeLine(message.text(in: language))
        }
        if part.isStopped { stopped.withLock { $0 = part.faults.last?.line } }
        return !part.isStopped
      })
    do {
      try pipeline.run(threads: threads)
    } catch OutputError.closed {
      return
    }
    if finishes { try output.finish() }
    if let line = stopped.withLock({ $0 }) {
      throw CommandFailure(status: .data, message: .stoppedAtBadRow(line: line))
    }
  }

  private func part(of batch: SpmBatch, _ work: Work) -> Part {
    var part = Part()
    for index in batch.ends.indices {
      let before = part.bytes.count
      guard let fault = work(batch.line(index), batch.firstNumber + index, &part.bytes) else { continue }
      part.bytes.removeLast(part.bytes.count - before)
      let line = batch.firstLine + index
      part.faults.append((line, fault))
      if isStrict {
        part.isStopped = true
        return part
      }
      append(fault, line: line, to: &part.bytes)
    }
    return part
  }

  private func append(_ fault: SpmFault, line: Int, to bytes: inout [UInt8]) {
    if case .none = faultForm { return }
    if case .json = faultForm {
      bytes += "{\"error\":".utf8
      SpmJSON.append(fault.text(in: language).utf8, to: &bytes)
      bytes += ",\"line\":\(line)}".utf8
    }
    bytes.append(0x0A)
  }
}

/// A reader that one thread at a time may use.
private final class SharedLineReader: @unchecked Sendable {
  // SAFETY: touched only under the monitor's lock.
  private let monitor: Monitor<SpmLineReader>

  init(_ reader: SpmLineReader) { monitor = Monitor(reader) }

  func next() throws -> SpmBatch? { try monitor.change { try $0.next() } }
}
