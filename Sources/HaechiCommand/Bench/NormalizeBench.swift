import Normalization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Times the forms and ICU on the same lines, by turns.
struct NormalizeBench {
  /// Lines one behind the other in one buffer.
  struct Lines {
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [Int] = []

    mutating func append(_ line: [UInt8]) {
      bytes += line
      ends.append(bytes.count)
    }

    func each<Failure: Error>(
      _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
      var failure: Failure?
      bytes.withUnsafeBufferPointer { bytes in
        var start = 0
        for end in ends {
          do throws(Failure) {
            try body(UnsafeBufferPointer(rebasing: bytes[start..<end]))
          } catch {
            failure = error
            return
          }
          start = end
        }
      }
      if let failure { throw failure }
    }
  }

  private struct Job {
    let name: String
    let peer: String?
    let bytes: Int
    let run: () throws -> Void
    var seconds: [Double] = []
  }

  private let composed: [[UInt8]]
  private let rounds: Int

  /// Times `rounds` rounds over `lines`, which are brought into NFC first.
  init(lines: [[UInt8]], rounds: Int) throws(NormalizationError) {
    var composed: [[UInt8]] = []
    for line in lines { composed.append(try UnicodeForm.nfc.apply(to: AlignedText(utf8: line)).utf8) }
    (self.composed, self.rounds) = (composed, rounds)
  }

  /// What everything took on the text called `name`.
  func measured(on name: String) throws -> NormalizeReport {
    var (nfc, nfd) = (Lines(), Lines())
    for line in composed {
      nfc.append(line)
      nfd.append(try UnicodeForm.nfd.apply(to: AlignedText(utf8: line)).utf8)
    }
    var jobs = try jobs(nfc: nfc, nfd: nfd)
    for round in 0...rounds {
      for index in jobs.indices {
        let start = Self.processorSeconds
        try jobs[index].run()
        // The first round warms up.
        if round > 0 { jobs[index].seconds.append(Self.processorSeconds - start) }
      }
    }
    let rates = Dictionary(jobs.map { ($0.name, Self.rate($0)) }, uniquingKeysWith: { first, _ in first })
    let rows = jobs.map { job in
      NormalizeReport.Row(
        name: job.name, megabytesPerSecond: Self.rate(job),
        ratio: job.peer.flatMap { rates[$0] }.map {
          Self.rate(job) / $0
        })
    }
    return NormalizeReport(
      text: name, bytes: nfc.bytes.count, lines: composed.count, rows: rows,
      deobfuscation: Self.deobfuscation(rounds: rounds), processor: Machine.processor)
  }

  private func jobs(nfc: Lines, nfd: Lines) throws -> [Job] {
    var jobs: [Job] = []
    func add(_ name: String, _ lines: Lines, peer: String? = nil, _ run: @escaping () throws -> Void) {
      jobs.append(Job(name: name, peer: peer, bytes: lines.bytes.count, run: run))
    }
    let pairs: [(UnicodeForm, String, Lines)] = [
      (.nfc, "NFC", nfc), (.nfc, "NFD", nfd), (.nfd, "NFC", nfc), (.nfkc, "NFC", nfc), (.nfkc, "NFD", nfd),
      (.nfkd, "NFC", nfc), (.nfkcCasefold, "NFC", nfc),
    ]
    for (form, source, lines) in pairs {
      let name = "\(source) to \(form.rawValue)"
      add(name + ", ICU", lines) {
        var reference = ICUReference(form)
        var count = 0
        try lines.each { try reference.normalize($0) { count += $0.count } }
      }
      add(name, lines, peer: name + ", ICU") {
        var output: [UInt8] = []
        try lines.each { line in
          output.removeAll(keepingCapacity: true)
          try form.append(line, to: &output)
        }
      }
    }
    for (source, lines) in [("NFC", nfc), ("NFD", nfd)] {
      let peer = "\(source) to nfc, ICU"
      add("\(source) to hangul", lines, peer: peer) {
        var output: [UInt8] = []
        lines.each { line in
          output.removeAll(keepingCapacity: true)
          HangulForm.append(line, to: &output)
        }
      }
      let texts =
        source == "NFC"
        ? composed : try composed.map { try UnicodeForm.nfd.apply(to: AlignedText(utf8: $0)).utf8 }
      add("\(source) to hangul, aligned", lines, peer: peer) {
        for text in texts { _ = HangulForm.normalize(AlignedText(utf8: text)) }
      }
      add("\(source) to hangul, with spans", lines, peer: peer) {
        for text in texts {
          let aligned = HangulForm.normalize(AlignedText(utf8: text))
          _ = aligned.sourceRange(of: 0..<aligned.utf8.count)
        }
      }
    }
    add("memcpy", nfc) {
      var output: [UInt8] = []
      nfc.each { line in
        output.removeAll(keepingCapacity: true)
        output.append(contentsOf: line)
      }
    }
    return jobs
  }

  /// How long the best reading of a query of 100 characters takes.
  private static func deobfuscation(rounds: Int) -> LatencySummary {
    let texts = BenchQueries.all.map { AlignedText($0) }
    var milliseconds: [Double] = []
    for round in 0...(rounds * 20) {
      for text in texts {
        let start = processorSeconds
        _ = Deobfuscator.standard.best(of: text)
        if round > 0 { milliseconds.append((processorSeconds - start) * 1000) }
      }
    }
    return LatencySummary(milliseconds: milliseconds)
  }

  private static func rate(_ job: Job) -> Double {
    Double(job.bytes) / 1e6 / max(LatencySummary(milliseconds: job.seconds).p50, 1e-9)
  }

  /// The processor time of this process.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
