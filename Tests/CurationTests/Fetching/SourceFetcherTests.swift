import Crypto
import Datasets
import Foundation
import Loopback
import Testing

@testable import Curation

@Suite struct SourceFetcherTests {
  static let content = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
  let folder: TemporaryFolder
  let time = FakeTime()

  init() throws { folder = try TemporaryFolder() }

  func manifest(
    path: String = "data/한 글.bin", sha256: String? = nil, url: String? = nil,
    repository: String? = "https://github.com/o/r"
  ) throws -> CorpusManifest {
    var text = """
      {id: s, title: x, folder: s, licence: MIT, shareAlike: false, permits: [train], language: ko,
      files: [{path: "\(path)", sha256: "\(sha256 ?? hexadecimal(SHA256.hash(data: Self.content)))", split: all\(url.map { ", url: \"\($0)\"" } ?? "")}],
      format: {type: lines}, views: [{text: text, kind: comment, rules: []}], semantics: x, citation: x
      """
    if let repository { text += ", repository: \"\(repository)\", commit: abc123" }
    return try CorpusManifest(yaml: text + "}", path: "s.yaml")
  }

  func fetch(_ manifest: CorpusManifest, _ server: LoopbackServer?, mirror: String? = nil) throws
    -> SourceFetcher.Outcome
  {
    try SourceFetcher(
      into: folder.url.appendingPathComponent("out"),
      mirror: mirror.map { folder.url.appendingPathComponent($0) },
      stream: server.map { _ in URLSessionStream(timeoutSeconds: 10) },
      retry: RetryRule(attempts: 3, baseSeconds: 1, maximumSeconds: 8, seed: 1), time: time,
      rawHost: server?.url.absoluteString ?? ""
    ).fetch(manifest.files[0], of: manifest)
  }

  var names: [String] {
    let all = try? FileManager.default.subpathsOfDirectory(
      atPath: folder.url.appendingPathComponent("out").path)
    return (all ?? []).filter { $0.contains(".bin") }.sorted()
  }

  /// What a server of files does: all of the content, or the part that is asked for.
  @Sendable static func serve(_ request: LoopbackServer.Request) -> LoopbackServer.Reply {
    guard let range = request.headers["range"], let start = Int(range.dropFirst(6).dropLast()) else {
      return .answer(200, [:], content)
    }
    guard start < content.count else { return .answer(416) }
    return .answer(
      206, ["Content-Range": "bytes \(start)-\(content.count - 1)/\(content.count)"], content[start...])
  }

  @Test("A file comes from its repository and commit, under its escaped path, and is not fetched again")
  func plain() throws {
    let server = try LoopbackServer { _, request in Self.serve(request) }
    let manifest = try manifest()
    #expect(try fetch(manifest, server) == .downloaded(bytes: Self.content.count, resumedAt: 0))
    #expect(try folder.bytes("out/s/data/한 글.bin") == Self.content)
    #expect(names == ["s/data/한 글.bin"])
    #expect(server.requests[0].path == "/o/r/abc123/data/%ED%95%9C%20%EA%B8%80.bin")
    #expect(try fetch(manifest, server) == .present)
    #expect(server.requests.count == 1)
  }

  @Test("The address is the file's own, or GitHub's for repository, commit and path")
  func addresses() throws {
    let own = try manifest(url: "https://example.org/a.csv?b=c")
    #expect(SourceAddress.url(of: own.files[0], in: own)?.absoluteString == "https://example.org/a.csv?b=c")
    for repository in [
      "https://github.com/o/r", "https://github.com/o/r.git", "https://github.com/o/r/tree/main",
    ] {
      let manifest = try manifest(path: "a/b.csv", repository: repository)
      #expect(
        SourceAddress.url(of: manifest.files[0], in: manifest)?.absoluteString
          == "https://raw.githubusercontent.com/o/r/abc123/a/b.csv")
    }
    for (url, repository) in [
      ("file:///etc/passwd", "https://github.com/o/r"), (nil, "https://example.org/o/r"), (nil, nil),
    ] {
      let manifest = try manifest(url: url, repository: repository)
      #expect(SourceAddress.url(of: manifest.files[0], in: manifest) == nil)
      #expect(throws: CurationError.fetch(source: "s", path: "data/한 글.bin", fault: .noAddress)) {
        try fetch(manifest, try LoopbackServer { _, _ in .nothing })
      }
    }
  }

  @Test("A cut transfer goes on where it stopped, in the same run and in the next")
  func resumes() throws {
    let server = try LoopbackServer { number, request in
      number == 1 ? .cut(200, [:], Self.content[..<100_000], length: Self.content.count) : Self.serve(request)
    }
    #expect(try fetch(manifest(), server) == .downloaded(bytes: Self.content.count, resumedAt: 0))
    #expect(server.requests.map { $0.headers["range"] } == [nil, "bytes=100000-"])
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("out/s/data/한 글.bin"))
    try Self.content[..<7].write(to: folder.url.appendingPathComponent("out/s/data/한 글.bin.part"))
    #expect(try fetch(manifest(), server) == .downloaded(bytes: Self.content.count - 7, resumedAt: 7))
    #expect(try folder.bytes("out/s/data/한 글.bin") == Self.content)
  }

  @Test("A server that knows no ranges sends all anew")
  func noRanges() throws {
    try folder.write("abc", to: "out/s/data/한 글.bin.part")
    let server = try LoopbackServer { _, _ in .answer(200, [:], Self.content) }
    #expect(try fetch(manifest(), server) == .downloaded(bytes: Self.content.count, resumedAt: 3))
    #expect(try folder.bytes("out/s/data/한 글.bin") == Self.content)
  }

  @Test("A part of another file, or one that is too long, is thrown away once")
  func foreignPart() throws {
    let server = try LoopbackServer { _, request in Self.serve(request) }
    for part in [Data("wrong".utf8), Self.content + Data("more".utf8)] {
      try folder.write("", to: "out/s/data/한 글.bin.part")
      try part.write(to: folder.url.appendingPathComponent("out/s/data/한 글.bin.part"))
      _ = try fetch(manifest(), server)
      #expect(names == ["s/data/한 글.bin"])
      try FileManager.default.removeItem(at: folder.url.appendingPathComponent("out"))
    }
  }

  @Test("A wrong checksum keeps nothing and says so")
  func wrongChecksum() throws {
    let server = try LoopbackServer { _, _ in .answer(200, [:], Data("other".utf8)) }
    let expected = hexadecimal(SHA256.hash(data: Self.content))
    let found = hexadecimal(SHA256.hash(data: Data("other".utf8)))
    #expect(
      throws: CurationError.fetch(
        source: "s", path: "data/한 글.bin", fault: .checksum(expected: expected, found: found))
    ) { try fetch(manifest(), server) }
    #expect(names.isEmpty && server.requests.count == 1)
  }

  @Test("The pointer of Git LFS is told as such")
  func pointer() throws {
    let server = try LoopbackServer { _, _ in
      .answer(200, [:], Data("version https://git-lfs.github.com/spec/v1\noid sha256:0\n".utf8))
    }
    #expect(throws: CurationError.fetch(source: "s", path: "data/한 글.bin", fault: .lfsPointer)) {
      try fetch(manifest(), server)
    }
    #expect(names.isEmpty)
  }

  @Test(
    "A busy, broken or silent server is asked again with pauses, then given up; a missing file is told at once"
  )
  func faults() throws {
    let busy = try LoopbackServer { number, request in
      number == 1 ? .answer(429, ["Retry-After": "5"]) : number == 2 ? .answer(500) : Self.serve(request)
    }
    #expect(try fetch(manifest(), busy) == .downloaded(bytes: Self.content.count, resumedAt: 0))
    #expect(time.sleeps.count == 2 && time.sleeps[0] == 5)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("out"))
    let broken = try LoopbackServer { _, _ in .answer(503) }
    #expect(throws: CurationError.fetch(source: "s", path: "data/한 글.bin", fault: .status(503))) {
      try fetch(manifest(), broken)
    }
    #expect(broken.requests.count == 3)
    let missing = try LoopbackServer { _, _ in .answer(404) }
    #expect(throws: CurationError.fetch(source: "s", path: "data/한 글.bin", fault: .status(404))) {
      try fetch(manifest(), missing)
    }
    #expect(missing.requests.count == 1)
    let mute = try LoopbackServer { _, _ in .nothing }
    #expect {
      _ = try fetch(manifest(), mute)
    } throws: { error in
      guard case .fetch(_, _, .unreachable) = error as? CurationError else { return false }
      return true
    }
    #expect(names.isEmpty)
  }

  @Test("A mirror gives files without a network, under the same checksum")
  func mirror() throws {
    try folder.write("", to: "mirror/s/data/한 글.bin")
    let source = folder.url.appendingPathComponent("mirror/s/data/한 글.bin")
    try Self.content.write(to: source)
    #expect(try fetch(manifest(), nil, mirror: "mirror") == .copied)
    #expect(try folder.bytes("out/s/data/한 글.bin") == Self.content)
    try Data("x".utf8).write(to: source)
    try FileManager.default.removeItem(at: folder.url.appendingPathComponent("out"))
    #expect {
      _ = try fetch(manifest(), nil, mirror: "mirror")
    } throws: { error in
      guard case .fetch(_, _, .checksum) = error as? CurationError else { return false }
      return true
    }
    #expect(names.isEmpty)
    try FileManager.default.removeItem(at: source)
    #expect {
      _ = try fetch(manifest(), nil, mirror: "mirror")
    } throws: { error in
      guard case .dataset(.missingFile(source: "s", _)) = error as? CurationError else { return false }
      return true
    }
  }

  @Test("No path leads out of the folder", arguments: ["../x", "/etc/passwd", "a/../../b", ""])
  func paths(path: String) throws {
    #expect(throws: CurationError.fetch(source: "s", path: path, fault: .unsafePath)) {
      try fetch(manifest(path: path), try LoopbackServer { _, _ in .nothing })
    }
  }
}
