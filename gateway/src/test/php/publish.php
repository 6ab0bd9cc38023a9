<?php

// Publishes what standard input has, a JSON array of updates, with Symfony's hub client as an application does, and prints the ids.
// Usage: MERCURE_JWT=token php publish.php HUB

declare(strict_types=1);

use Symfony\Component\Mercure\Exception\RuntimeException;
use Symfony\Component\Mercure\Hub;
use Symfony\Component\Mercure\Jwt\StaticTokenProvider;
use Symfony\Component\Mercure\Update;

require_once 'Symfony/Component/Mercure/autoload.php';

$hub = new Hub($argv[1], new StaticTokenProvider(getenv('MERCURE_JWT')));
$updates = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
try {
    foreach ($updates as $update) {
        echo $hub->publish(new Update(
            $update['topics'],
            $update['data'],
            $update['private'] ?? false,
            $update['id'] ?? null,
            $update['type'] ?? null,
            $update['retry'] ?? null,
        )), "\n";
    }
} catch (RuntimeException $e) {
    echo get_class($e), ': ', $e->getPrevious()->getMessage(), "\n";
    exit(1);
}
