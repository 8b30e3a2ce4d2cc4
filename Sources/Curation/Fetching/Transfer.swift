import Foundation

/// One attempt at a download that may go on where an earlier one stopped.
struct Transfer {
  /// How the attempt ended.
  struct Outcome {
    /// The bytes that came.
    var received = 0
    /// Why it did not end well.
    var fault: FetchFault?
    /// The pause that the server asked for.
    var asked: Double?
    /// Why the bytes could not be written.
    var writeFailure: String?
  }

  /// Ends a transfer from inside.
  private struct Stop: Error {}

  let part: URL
  let start: Int

  /// Appends to the part what the server sends from `start` on; a server that knows no ranges sends all anew.
  func run(_ url: URL, _ stream: any ByteStreaming) -> Outcome {
    var outcome = Outcome()
    var handle: FileHandle?
    var expected: Int?
    defer { try? handle?.close() }
    let request = HTTPRequest(
      // A packed transfer would make offsets meaningless.
      url: url,
      headers: ["Accept-Encoding": "identity"].merging(start > 0 ? ["Range": "bytes=\(start)-"] : [:]) { $1 })
    do {
      try stream.stream(request) { head in
        let isContinued = head.status == 206 && Self.start(in: head) == start
        guard head.status == 200 || isContinued else {
          outcome.fault = .status(head.status)
          outcome.asked = head.retryAfterSeconds
          throw Stop()
        }
        expected = head.headers["content-length"].flatMap(Int.init)
        do { handle = try open(appending: isContinued) } catch {
          outcome.writeFailure = "\(error)"
          throw Stop()
        }
      } body: { data in
        do { try handle?.write(contentsOf: data) } catch {
          outcome.writeFailure = "\(error)"
          throw Stop()
        }
        outcome.received += data.count
      }
      if handle == nil {
        outcome.fault = .unreachable(reason: "no answer")
      } else if let expected, outcome.received < expected {
        outcome.fault = .unreachable(reason: "\(outcome.received) of \(expected) bytes came")
      }
    } catch is Stop {
      return outcome
    } catch let error as TransportFault {
      switch error {
      case .timedOut: outcome.fault = .timedOut
      case .failed(let reason): outcome.fault = .unreachable(reason: reason)
      }
    } catch {
      outcome.fault = .unreachable(reason: "\(error)")
    }
    return outcome
  }

  private func open(appending: Bool) throws -> FileHandle {
    if !appending { try Data().write(to: part) }
    let handle = try FileHandle(forWritingTo: part)
    try handle.seekToEnd()
    return handle
  }

  /// The offset in `Content-Range: bytes START-END/SIZE`.
  private static func start(in head: HTTPResponse) -> Int? {
    guard let range = head.headers["content-range"], range.hasPrefix("bytes ") else { return nil }
    return Int(range.dropFirst(6).prefix { $0 != "-" })
  }
}
