<?php

// Subscribes with Symfony's EventSourceHttpClient as its documentation shows, and prints each event that it fires as a line of JSON.
// Usage: php subscribe.php URL

declare(strict_types=1);

use Symfony\Component\HttpClient\Chunk\ServerSentEvent;
use Symfony\Component\HttpClient\EventSourceHttpClient;

require_once 'Symfony/Component/HttpClient/autoload.php';

$client = new EventSourceHttpClient(null, 0.25);
$last = null;
while (true) {
    $source = $client->connect($argv[1], ['headers' => null === $last ? [] : ['Last-Event-ID' => $last]]);
    try {
        foreach ($client->stream($source) as $chunk) {
            if ($chunk->isTimeout()) {
                continue;
            }
            if ($chunk instanceof ServerSentEvent) {
                $last = $chunk->getId() ?: $last;
                echo json_encode(['type' => $chunk->getType(), 'id' => $chunk->getId(), 'data' => $chunk->getData()], JSON_THROW_ON_ERROR), "\n";
            }
        }
    } catch (Throwable $e) { // Where nothing answers, its own way to come back ends in a LogicException.
        fwrite(STDERR, $e->getMessage()."\n");
    }
    usleep(250000); // It takes a regular end as final: the application comes back.
}
