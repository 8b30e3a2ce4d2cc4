import Foundation
import Tensors
import Testing

@testable import Models

@Suite struct ModelBundleTests {
  private static let bytes = try? BundleWriter.bundle(
    from: .random(.tiny, metadata: .sample(contextTokens: 16), seed: 1))

  @Test func theSameCheckpointGivesTheSameBytes() throws {
    let checkpoint = Checkpoint.random(.tiny, metadata: .sample(contextTokens: 16), seed: 1)
    #expect(try BundleWriter.bundle(from: checkpoint) == BundleWriter.bundle(from: checkpoint))
  }

  @Test func aFileGivesBackConfigurationMetadataAndTokenizer() throws {
    try withTemporaryFolder { folder in
      let checkpoint = Checkpoint.random(.tiny, metadata: .sample(contextTokens: 16), seed: 1)
      let url = folder.appending(path: "a.bundle")
      try BundleWriter.write(checkpoint, to: url)
      let bundle = try ModelBundle(contentsOf: url)
      #expect(bundle.configuration == checkpoint.configuration)
      #expect(bundle.metadata == checkpoint.metadata)
      #expect(bundle.tokenizerModel == checkpoint.tokenizerModel)
      #expect(bundle.layers.count == 2)
    }
  }

  @Test func aWeightIsWithinHalfAStepOfItsChannel() throws {
    let row: [Float] = [0.5, -1.27, 0.004, 0.006, 0]
    let (values, scale) = QuantizedMatrix.quantize(row[...])
    #expect(scale == 1.27 / 127)
    #expect(values == [50, -127, 0, 1, 0])
    #expect(QuantizedMatrix.quantize([0, 0][...]) == ([0, 0], 0))
  }

  @Test func theHeadKeepsTheRowsThatAVerdictReads() throws {
    let checkpoint = Checkpoint.random(.tiny, metadata: .sample(contextTokens: 16), seed: 1)
    try withBundle(try BundleWriter.bundle(from: checkpoint)) { bundle in
      let embedding = try #require(checkpoint.parameters["model.embed_tokens.weight"]).elements
      for (index, id) in [6, 7, 8, 9, 10].enumerated() {
        let row = UnsafeBufferPointer(start: bundle.head + index * 24, count: 24)
        #expect(Array(row) == embedding[id * 8..<id * 8 + 8] + [Float](repeating: 0, count: 16))
      }
    }
  }

  @Test func aCheckpointWithoutMetadataHasNoBundle() {
    #expect(throws: ModelError.missingMetadata) {
      try BundleWriter.bundle(from: .random(.tiny, metadata: nil, seed: 1))
    }
  }

  @Test func everyTruncationIsRefused() throws {
    let good = try #require(Self.bytes)
    for count in [0, 7, 63, 64, 100, good.count / 2, good.count - 1] {
      #expect(throws: ModelError.self) { try self.withBundle(Array(good.prefix(count))) { _ in } }
    }
    #expect(throws: ModelError.self) { try self.withBundle(good + [0]) { _ in } }
  }

  @Test func aChangedByteOfAFileIsNoticed() throws {
    let good = try #require(Self.bytes)
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.bundle")
      for index in [BundleLayout.prefixByteCount + 1, good.count / 2, good.count - 1] {
        var bytes = good
        bytes[index] ^= 1
        try Data(bytes).write(to: url)
        #expect(throws: ModelError.self) { try ModelBundle(contentsOf: url) }
      }
    }
  }

  @Test func anotherFileAndAnotherVersionAreRefused() throws {
    var bytes = try #require(Self.bytes)
    bytes[8] = 2
    #expect(throws: ModelError.unsupportedBundleVersion(expected: 1, found: 2)) {
      try self.withBundle(bytes) { _ in }
    }
    bytes[0] = 0
    #expect(throws: ModelError.notABundle) { try self.withBundle(bytes) { _ in } }
  }

  /// Text of the header put in place of other text of the same length: a bundle that lies.
  static let lies: [(String, String)] = [
    (#""vocab_size":32"#, #""vocab_size":99"#), (#""intermediate_size":12"#, #""intermediate_size":82"#),
    (#""num_hidden_layers":2"#, #""num_hidden_layers":3"#), (#""offset":64"#, #""offset":65"#),
    (#""offset":64"#, #""offset":-4"#), (#""count":9,"#, #""count":-,"#),
    (#""name":"norm""#, #""name":"morn""#), (#""predID":3"#, #""predID":-"#),
    (#""temperature":1"#, #""temperature":0"#),
  ]

  @Test(arguments: lies) func aHeaderThatLiesIsRefused(old: String, new: String) throws {
    let good = try #require(Self.bytes)
    let bytes = good.replacing(Array(old.utf8), with: Array(new.utf8), maxReplacements: 1)
    let isChanged = bytes != good && bytes.count == good.count
    try #require(isChanged)
    #expect(throws: ModelError.self) { try self.withBundle(bytes) { _ in } }
  }

  /// Damages prefix and header in ways a seeded generator finds: each is refused or gives a whole bundle.
  @Test(arguments: 0..<20 as Range<UInt64>) func aDamagedHeaderIsRefusedOrWhole(seed: UInt64) throws {
    let good = try #require(Self.bytes)
    let header = BundleLayout.prefixByteCount..<BundleLayout.prefixByteCount + 1500
    var generator = SplitMix64(state: seed)
    for _ in 0..<50 {
      var bytes = good
      let index = Int.random(in: 0..<header.upperBound, using: &generator)
      bytes[index] = Array("0123456789-{}[]\",:e".utf8).randomElement(using: &generator) ?? 0
      try? withBundle(bytes) { bundle in
        #expect(bundle.layers.count == bundle.configuration.layers)
      }
    }
  }

  /// Hands `bytes` to `body` as a borrowed bundle.
  private func withBundle(_ bytes: [UInt8], _ body: (ModelBundle) throws -> Void) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    // SAFETY: the bundle is used inside `body` only, and the buffer lives until this function ends.
    defer { buffer.deallocate() }
    buffer.copyBytes(from: bytes)
    try body(try ModelBundle(unowned: UnsafeRawBufferPointer(buffer)))
  }
}
