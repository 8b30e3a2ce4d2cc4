import CKernels
import Models
import Testing

@testable import Inference

@Suite struct Int8DecoderTests {
  /// Logits of the random models lie within ±4; rows and weights are rounded to 1/127 of their range in every
  /// product of 2 or 3 blocks. Measured worst case below half of this.
  static let int8Tolerance: Float = 0.25

  private static let configurations: [LlamaConfiguration] = [.ragged, .even]

  @Test(arguments: configurations) func readoutIsNearTheFloatDecoders(_ configuration: LlamaConfiguration)
    throws
  {
    let checkpoint = Checkpoint.random(configuration, metadata: .sample(contextTokens: 16), seed: 3)
    let float = try FloatDecoder(checkpoint: checkpoint)
    let bundle = try ModelBundle(quantizing: checkpoint)
    var generator = SplitMix64(state: 1)
    for isa in runnableInstructionSets {
      let decoder = Int8Decoder(bundle: bundle, isa: isa)
      let workspace = decoder.makeWorkspace()
      for count in [1, 2, 3, 4, 5, 16, 17, 33, configuration.maximumPositions] {
        let ids = generator.ids(count, below: configuration.vocabularySize)
        let found = decoder.readout(ids: ids, workspace: workspace)
        let expected = float.readout(ids: ids)
        #expect(found.count == 5)
        for (one, other) in zip(found, expected) { #expect(abs(one - other) <= Self.int8Tolerance) }
      }
    }
  }

  /// The branches do the operations of a shorter input in the same order, so the bits are the same; but for the
  /// branch behind all ids, which sees the last one's key and value from refined rows: finer by 14 bits against 7.
  @Test(arguments: configurations) func aBranchIsTheReadoutOfTheShorterInput(
    _ configuration: LlamaConfiguration
  ) throws {
    let bundle = try ModelBundle(
      quantizing: .random(configuration, metadata: .sample(contextTokens: 16), seed: 4))
    var generator = SplitMix64(state: 2)
    for isa in runnableInstructionSets {
      let decoder = Int8Decoder(bundle: bundle, isa: isa)
      let workspace = decoder.makeWorkspace()
      let ids = generator.ids(30, below: configuration.vocabularySize)
      _ = decoder.readout(ids: ids, workspace: workspace)
      let ends = [0, 1, 2, 15, 16, 17, 29, 30, 7]
      let branches = decoder.branchReadouts(ends: ends, token: 3, workspace: workspace)
      let again = decoder.branchReadouts(ends: ends, token: 3, workspace: workspace)
      #expect(branches == again)
      #expect(decoder.branchReadouts(ends: [], token: 3, workspace: workspace) == [])
      for (end, branch) in zip(ends, branches) {
        let shorter = Array(ids.prefix(end)) + [3]
        let readout = decoder.readout(ids: shorter, workspace: decoder.makeWorkspace())
        if end < ids.count {
          #expect(branch == readout)
        } else {
          // The logits are of magnitude 3; one row's 7-bit rounding moves them by about 0.002.
          #expect(zip(branch, readout).allSatisfy { abs($0 - $1) < 0.01 })
        }
      }
    }
  }

  @Test func aUsedWorkspaceGivesTheSameBitsAsANewOne() throws {
    let bundle = try ModelBundle(quantizing: .random(.even, metadata: .sample(contextTokens: 16), seed: 5))
    let decoder = Int8Decoder(bundle: bundle)
    let workspace = decoder.makeWorkspace()
    var generator = SplitMix64(state: 3)
    for count in [96, 1, 40, 3, 96, 17] {
      let ids = generator.ids(count, below: 100)
      let used = decoder.readout(ids: ids, workspace: workspace)
      #expect(used == decoder.readout(ids: ids, workspace: decoder.makeWorkspace()))
      #expect(workspace.cachedCount == count)
    }
  }

  @Test func tasksThatShareADecoderGetTheSameBits() async throws {
    let bundle = try ModelBundle(quantizing: .random(.even, metadata: .sample(contextTokens: 16), seed: 6))
    let decoder = Int8Decoder(bundle: bundle)
    var generator = SplitMix64(state: 4)
    let inputs = (1...24).map { generator.ids($0, below: 100) }
    let workspace = decoder.makeWorkspace()
    let expected = inputs.map { decoder.readout(ids: $0, workspace: workspace) }
    await withTaskGroup(of: [[Float]].self) { group in
      for _ in 0..<4 {
        group.addTask {
          let workspace = decoder.makeWorkspace()
          return inputs.map { decoder.readout(ids: $0, workspace: workspace) }
        }
      }
      for await found in group { #expect(found == expected) }
    }
  }

  @Test func anUntiedHeadIsRead() throws {
    var configuration = LlamaConfiguration.ragged
    configuration.tiesEmbeddings = false
    let checkpoint = Checkpoint.random(configuration, metadata: .sample(contextTokens: 16), seed: 7)
    let decoder = Int8Decoder(bundle: try ModelBundle(quantizing: checkpoint))
    let expected = try FloatDecoder(checkpoint: checkpoint).readout(ids: [1, 20, 30, 3])
    let found = decoder.readout(ids: [1, 20, 30, 3], workspace: decoder.makeWorkspace())
    for (one, other) in zip(found, expected) { #expect(abs(one - other) <= Self.int8Tolerance) }
  }
}
