import CKernels
import Models
import Testing

@testable import Training

struct TrainerTests {
  @Test("Steps give the same bits at one, two and three threads", arguments: [2, 3])
  func threads(_ threads: Int) throws {
    // 660 tokens make eleven blocks of 64 rows, and more products' blocks than there are threads.
    let settings = TinyModel.settings { $0.dropout = 0.1 }
    let examples = (0..<30).flatMap { _ in TinyModel.examples }
    let one = try TinyModel.trainer(settings: settings),
      many = try TinyModel.trainer(settings: settings, threads: threads)
    for _ in 0..<2 {
      #expect(try one.step(examples) == many.step(examples))
    }
    #expect(one.bits == many.bits)
  }

  @Test("The loss falls to almost nothing on three examples, two of them of the same words")
  func memorizes() throws {
    let settings = TinyModel.settings {
      $0.languageWeight = 0
      $0.totalSteps = 200
      $0.learningRate = 3e-2
      $0.weightDecay = 0
    }
    let examples = [
      TrainingExample(ids: [1, 9, 10, 3], label: 1, categories: [1, 0, nil]),
      TrainingExample(ids: [1, 11, 10, 3], label: 0, categories: [0, 0, 0]),
      TrainingExample(ids: [1, 10, 9, 3], label: 0, categories: [0, 1, nil]),
    ]
    let trainer = try TinyModel.trainer(settings: settings, fresh: true)
    let before = try trainer.evaluate(examples).losses.total
    for _ in 0..<200 { _ = try trainer.step(examples) }
    let (readouts, losses) = try trainer.evaluate(examples)
    #expect(losses.total < 0.05 && before > 0.5)
    #expect(readouts.map { $0.unsafeProbability > 0.5 } == [true, false, false])
    #expect(readouts[2].categoryProbabilities[1] > 0.5)
  }

  @Test("Language alone is learned: the loss starts near log V and falls")
  func languageOnly() throws {
    let settings = TinyModel.settings {
      $0.languageWeight = 1
      $0.totalSteps = 40
      $0.learningRate = 3e-2
    }
    let examples = [
      TrainingExample(ids: [1, 9, 10, 11, 12, 13, 14, 2], label: nil, learnsLanguage: true)
    ]
    let trainer = try TinyModel.trainer(settings: settings, fresh: true)
    let first = try trainer.step(examples)
    #expect(abs(first.losses.language - 3.178) < 0.1)
    #expect(first.losses.label == 0 && first.losses.total == first.losses.language)
    #expect(first.languageTokens == 7)
    for _ in 0..<39 { _ = try trainer.step(examples) }
    #expect(try trainer.evaluate(examples).losses.language < 0.3)
  }

  @Test("Examples in one batch do not see each other")
  func isolation() throws {
    let trainer = try TinyModel.trainer()
    let together = try trainer.evaluate(TinyModel.examples).readouts
    for (example, readout) in zip(TinyModel.examples, together) {
      let alone = try trainer.evaluate([example]).readouts[0]
      #expect(alone == readout)
    }
  }

  @Test("Evaluation neither drops channels nor changes a parameter, and its budget does not show")
  func evaluation() throws {
    let trainer = try TinyModel.trainer(settings: TinyModel.settings { $0.dropout = 0.5 })
    let bits = trainer.bits
    let whole = try trainer.evaluate(TinyModel.examples).readouts
    #expect(try trainer.evaluate(TinyModel.examples, tokenBudget: 7).readouts == whole)
    #expect(trainer.bits == bits)
  }

  @Test("The gradient is scaled to the clipping norm, so a tenfold loss makes the same step")
  func clipping() throws {
    func weights(_ scale: Float) throws -> [Float] {
      let trainer = try TinyModel.trainer(
        settings: TinyModel.settings {
          $0.clipNorm = 1e-3
          $0.languageWeight = scale
        })
      _ = try trainer.step([TinyModel.examples[2]])
      return Array(trainer.decoder.parameters.elements)
    }
    // AdamW's first step is the gradient's sign wherever it is well above epsilon; rounding moves the rest.
    let pairs = zip(try weights(1), try weights(10))
    #expect(pairs.allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test("Norms do not decay, and the embedding only where the settings say so", arguments: [false, true])
  func decay(embedding: Bool) throws {
    let trainer = try TinyModel.trainer(
      settings: TinyModel.settings {
        $0.decaysEmbedding = embedding
        $0.weightDecay = 1
        $0.languageWeight = 0
      })
    let before = trainer.parameters()
    // Weight 0 leaves no gradient, so that only decay moves parameters.
    var example = TinyModel.examples[0]
    example.weight = 0
    _ = try trainer.step([example])
    let after = trainer.parameters()
    for (name, shape) in trainer.configuration.parameterShapes {
      let moves = shape.count == 2 && (name != "model.embed_tokens.weight" || embedding)
      #expect((before[name] != after[name]) == moves, "\(name)")
    }
  }

  @Test("The running average lies between where the weights were and where they are")
  func average() throws {
    let trainer = try TinyModel.trainer(settings: TinyModel.settings { $0.averageDecay = 0.75 })
    let before = trainer.parameters()
    _ = try trainer.step(TinyModel.examples)
    let after = trainer.parameters(), averaged = trainer.parameters(averaged: true)
    for name in before.keys {
      guard let old = before[name], let new = after[name], let mean = averaged[name] else { continue }
      for index in old.elements.indices {
        let expected = 0.75 * old.elements[index] + 0.25 * new.elements[index]
        #expect(abs(mean.elements[index] - expected) < 1e-6)
      }
    }
  }

  @Test("Wrong examples are named, and nothing is learned from their batch")
  func wrongExamples() throws {
    let trainer = try TinyModel.trainer(), bits = trainer.bits
    func error(_ examples: [TrainingExample]) -> TrainingError? {
      do {
        _ = try trainer.step(examples)
        return nil
      } catch { return error }
    }
    let good = TinyModel.examples[0]
    #expect(error([]) == .emptyBatch)
    #expect(error([good, TrainingExample(ids: [], label: 1)]) == .emptyExample(index: 1))
    #expect(
      error([TrainingExample(ids: [1, 24, 3], label: 1)])
        == .idOutOfRange(example: 0, position: 1, found: 24, vocabulary: 24))
    #expect(
      error([TrainingExample(ids: Array(repeating: 1, count: 17), label: 1)])
        == .tooLong(example: 0, found: 17, limit: 16))
    #expect(
      error([TrainingExample(ids: [1], label: 1, categories: [1])])
        == .categoryCount(example: 0, expected: 3, found: 1))
    #expect(error([TrainingExample(ids: [1], label: 1.5)]) == .valueOutOfRange(name: "target", found: 1.5))
    #expect(trainer.bits == bits && trainer.step == 0)
  }

  @Test("A gradient that is not finite stops the step before the update")
  func notFinite() throws {
    let configuration = TinyModel.configuration()
    var parameters = TinyModel.parameters(configuration)
    parameters["model.norm.weight"]?.elements[0] = .infinity
    let trainer = try Trainer(
      configuration: configuration, settings: TinyModel.settings(), metadata: TinyModel.metadata, seed: 1,
      threads: 1, parameters: parameters)
    let bits = trainer.bits
    #expect(throws: TrainingError.self) { try trainer.step(TinyModel.examples) }
    #expect(trainer.bits == bits)
  }
}
