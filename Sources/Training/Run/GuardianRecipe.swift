import Datasets
import Foundation
import Lexicons
import Models

/// The part of a recipe file that `haechi train` adds to the data: tokenizer, shape, stages, name.
///
/// The file's keys are `name`, `seed`, `data` (read by `DatasetRecipe`), `guardian`, `tokenizer`, `model`, `stages`.
public struct GuardianRecipe: Codable, Sendable, Equatable {
  /// What the model is called and under which terms it goes out.
  public struct Guardian: Codable, Sendable, Equatable {
    /// The model's name, such as `haechi-guardian-3m`.
    public var name: String
    /// The release of the weights.
    public var version: String
    /// The longest input in tokens, `<s>` and `<|pred|>` included.
    public var contextTokens: Int
  }

  /// How the tokenizer is trained.
  public struct TokenizerPart: Codable, Sendable, Equatable {
    /// The number of pieces, special pieces and byte pieces included.
    public var vocabularySize: Int
    /// The share of characters that get a piece of their own, 0...1.
    public var characterCoverage: Float
    /// The longest piece in characters.
    public var maximumPieceLength: Int
  }

  /// The decoder's shape, V left to the tokenizer.
  public struct Shape: Codable, Sendable, Equatable {
    /// C, the width of the residual stream.
    public var hiddenSize: Int
    /// F, the width of the gated feed-forward layer.
    public var intermediateSize: Int
    /// The number of transformer blocks.
    public var layers: Int
    /// H, the number of query heads.
    public var attentionHeads: Int
    /// K, the number of key and value heads.
    public var keyValueHeads: Int
    /// D, the width of one head.
    public var headDimension: Int
    /// The longest sequence of which the checkpoint speaks, in tokens.
    public var maximumPositions: Int

    /// The configuration with a vocabulary of `vocabularySize`.
    func configuration(vocabularySize: Int) -> LlamaConfiguration {
      LlamaConfiguration(
        vocabularySize: vocabularySize, hiddenSize: hiddenSize, intermediateSize: intermediateSize,
        layers: layers, attentionHeads: attentionHeads, keyValueHeads: keyValueHeads,
        headDimension: headDimension, maximumPositions: maximumPositions)
    }
  }

  /// One stage of training: the rows it reads and the settings it reads them with.
  public struct Stage: Codable, Sendable, Equatable {
    /// Which rows a stage learns from.
    public enum Rows: String, Codable, Sendable {
      /// The raw text and the text of the labelled rows, for the next token alone.
      case language
      /// The labelled rows.
      case labelled
    }

    /// The stage's name, for the log.
    public var name: String
    /// The rows it reads.
    public var rows: Rows
    /// How often it reads them.
    public var epochs: Int
    /// The most tokens of one batch.
    public var tokensPerBatch: Int
    /// The share of all steps over which the learning rate rises, 0...1.
    public var warmupShare: Double
    /// How the labelled rows' spacing is disturbed, anew in each epoch; not at all where absent.
    public var spacing: SpacingNoise?
    /// The optimizer's settings; `warmupSteps` and `totalSteps` are set from the two numbers above.
    public var settings: TrainingSettings
  }

  /// The run's name.
  public var name: String
  /// The seed of every random choice.
  public var seed: UInt64
  /// Name and terms of the result.
  public var guardian: Guardian
  /// The tokenizer.
  public var tokenizer: TokenizerPart
  /// The decoder's shape.
  public var model: Shape
  /// The stages, in order.
  public var stages: [Stage]

  /// The recipe in the YAML file at `url`.
  public static func load(_ url: URL) throws(DatasetError) -> GuardianRecipe {
    try decodeYAML(GuardianRecipe.self, from: readText(url), path: url.path)
  }
}
